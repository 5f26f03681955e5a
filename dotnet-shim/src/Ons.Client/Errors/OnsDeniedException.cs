namespace Ons.Client
{
    /// <summary>Credentials, rights or TLS.</summary>
    public sealed class OnsDeniedException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsDeniedException(OnsError error) : base(error)
        {
        }
    }
}
