namespace Ons.Client
{
    /// <summary>Not now: not started, or a close from within a handler.</summary>
    public sealed class OnsStateException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsStateException(OnsError error) : base(error)
        {
        }
    }
}
