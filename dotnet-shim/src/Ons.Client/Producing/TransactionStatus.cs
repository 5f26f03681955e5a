namespace Ons.Client
{
    /// <summary>The outcome of a local transaction.</summary>
    public enum TransactionStatus
    {
        /// <summary>The server asks the checker later.</summary>
        Unknown = 0,

        /// <summary>The message is delivered.</summary>
        Commit = 1,

        /// <summary>The message is dropped.</summary>
        Rollback = 2,
    }
}
