namespace Ons.Client
{
    /// <summary>The server failed.</summary>
    public sealed class OnsServerException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsServerException(OnsError error) : base(error)
        {
        }
    }
}
