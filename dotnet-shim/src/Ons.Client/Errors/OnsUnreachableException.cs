namespace Ons.Client
{
    /// <summary>No connection to any server.</summary>
    public sealed class OnsUnreachableException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsUnreachableException(OnsError error) : base(error)
        {
        }
    }
}
