namespace Ons.Client
{
    /// <summary>An argument, a property or a message breaks a rule; the message names it.</summary>
    public class OnsInvalidException : OnsException
    {
        /// <summary>An exception for an error.</summary>
        public OnsInvalidException(OnsError error) : base(error)
        {
        }
    }
}
