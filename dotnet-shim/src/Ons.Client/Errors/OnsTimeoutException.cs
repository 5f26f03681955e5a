namespace Ons.Client
{
    /// <summary>No answer in time; whether it had an effect is not known.</summary>
    public sealed class OnsTimeoutException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsTimeoutException(OnsError error) : base(error)
        {
        }
    }
}
