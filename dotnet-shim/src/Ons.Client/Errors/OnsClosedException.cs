namespace Ons.Client
{
    /// <summary>The client, or the library, was closed.</summary>
    public sealed class OnsClosedException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsClosedException(OnsError error) : base(error)
        {
        }
    }
}
