namespace ons
{
    /// <summary>The result of a pull.</summary>
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
