namespace ons
{
    /// <summary>A listener's answer.</summary>
    public enum Action
    {
        /// <summary>Handled.</summary>
        CommitMessage,

        /// <summary>Deliver again, after the group's back-off.</summary>
        ReconsumeLater,
    }

    /// <summary>An ordered listener's answer.</summary>
    public enum OrderAction
    {
        /// <summary>Handled.</summary>
        Success,

        /// <summary>Deliver again, after SuspendTimeMillis.</summary>
        Suspend,
    }

    /// <summary>What became of a local transaction.</summary>
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

    /// <summary>Whether a message goes to all consumers of the group or to one of them.</summary>
    public enum MessageModel
    {
        /// <summary>To all.</summary>
        BROADCASTING,

        /// <summary>To one.</summary>
        CLUSTERING,
    }

    /// <summary>Which cloud a program belongs to. Taken for compatibility, without effect.</summary>
    public enum ONSChannel
    {
        /// <summary>Without effect.</summary>
        CLOUD,

        /// <summary>Without effect; the default.</summary>
        ALIYUN,

        /// <summary>Without effect.</summary>
        ALL,

        /// <summary>Without effect.</summary>
        LOCAL,

        /// <summary>Without effect.</summary>
        INNER,
    }

    /// <summary>What a pull found.</summary>
    public enum ONSPullStatus
    {
        /// <summary>Messages.</summary>
        ONS_FOUND,

        /// <summary>Nothing new.</summary>
        ONS_NO_NEW_MSG,

        /// <summary>Nothing that matches.</summary>
        ONS_NO_MATCHED_MSG,

        /// <summary>The queue does not have the offset.</summary>
        ONS_OFFSET_ILLEGAL,

        /// <summary>The server did not answer in time.</summary>
        ONS_BROKER_TIMEOUT,
    }
}
