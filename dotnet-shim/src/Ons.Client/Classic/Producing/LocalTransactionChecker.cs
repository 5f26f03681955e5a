namespace ons
{
    /// <summary>Finds out what became of a local transaction. The producer keeps it alive. An exception counts as
    /// Unknow.</summary>
    public abstract class LocalTransactionChecker : Disposable
    {
        /// <summary>Decides a half message.</summary>
        public abstract TransactionStatus check(Message msg);
    }
}
