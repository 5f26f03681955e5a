namespace Ons.Client
{
    /// <summary>Credentials, rights or TLS.</summary>
    public sealed class OnsDeniedException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsDeniedException(OnsError error) : base(error)
        {
        }
    }
}
