namespace ons
{
    /// <summary>Runs a local transaction, on the thread that sends.</summary>
    public abstract class LocalTransactionExecuter : Disposable
    {
        /// <summary>Runs it and decides its half message.</summary>
        public abstract TransactionStatus execute(Message msg);
    }
}
