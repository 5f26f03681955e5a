using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>The outcome of a local transaction.</summary>
    public enum TransactionStatus
    {
        /// <summary>The server asks the checker later.</summary>
        Unknown = Native.TransactionUnknown,

        /// <summary>The message is delivered.</summary>
        Commit = Native.TransactionCommit,

        /// <summary>The message is dropped.</summary>
        Rollback = Native.TransactionRollback,
    }
}
