namespace Ons.Client
{
    /// <summary>The process must be repaired first: the library is missing, does not fit, or has a defect.</summary>
    public sealed class OnsFatalException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsFatalException(OnsError error) : base(error)
        {
        }
    }
}
