namespace ons
{
    /// <summary>The outcome of a local transaction.</summary>
    public enum TransactionStatus
    {
        /// <summary>The message is delivered.</summary>
        CommitTransaction = 0,

        /// <summary>The message is dropped.</summary>
        RollbackTransaction = 1,

        /// <summary>So spelled since ever: the server asks the checker later.</summary>
        Unknow = 2,

        /// <summary>The same.</summary>
        Unknown = Unknow,
    }
}
