namespace Ons.Client
{
    /// <summary>No connection to any server.</summary>
    public sealed class OnsUnreachableException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsUnreachableException(OnsError error) : base(error)
        {
        }
    }
}
