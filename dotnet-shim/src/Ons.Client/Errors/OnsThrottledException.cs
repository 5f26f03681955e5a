namespace Ons.Client
{
    /// <summary>Too much at once, here (too many in flight) or at the server. Try later.</summary>
    public sealed class OnsThrottledException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsThrottledException(OnsError error) : base(error)
        {
        }
    }
}
