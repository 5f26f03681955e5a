namespace Ons.Client
{
    /// <summary>The executer of a transaction answered rollback: the message was dropped, as asked.</summary>
    public sealed class OnsRolledBackException : OnsInvalidException
    {
        internal const string ErrorName = "TRANSACTION_ROLLED_BACK";

        /// <summary>An exception for an error.</summary>
        public OnsRolledBackException(OnsError error) : base(error)
        {
        }
    }
}
