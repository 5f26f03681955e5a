namespace Ons.Client
{
    /// <summary>This server, this kind of client or this build cannot do it.</summary>
    public sealed class OnsUnsupportedException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsUnsupportedException(OnsError error) : base(error)
        {
        }
    }
}
