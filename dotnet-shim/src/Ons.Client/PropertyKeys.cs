namespace Ons.Client
{
    /// <summary>The keys that options set; docs/properties.md of OpenONS says what each means.</summary>
    internal static class PropertyKeys
    {
        internal const string Endpoint = "NAMESRV_ADDR";
        internal const string Group = "GROUP_ID";
        internal const string Instance = "INSTANCE_ID";
        internal const string AccessKey = "AccessKey";
        internal const string SecretKey = "SecretKey";
        internal const string SecurityToken = "SecurityToken";
        internal const string StartTimeout = "ons.startTimeoutMillis";
        internal const string ShutdownTimeout = "ons.shutdownTimeoutMillis";
        internal const string SendTimeout = "SendMsgTimeoutMillis";
        internal const string MaxInFlight = "ons.maxInFlightMessages";
        internal const string CheckImmunity = "CheckImmunityTimeInSeconds";
        internal const string Concurrency = "ConsumeThreadNums";
        internal const string MessageModel = "MessageModel";
        internal const string MaxReconsumeTimes = "maxReconsumeTimes";
        internal const string ConsumeTimeout = "consumeTimeout";
        internal const string MaxCachedMessages = "maxCachedMessageAmount";
        internal const string SuspendTime = "suspendTimeMillis";
        internal const string BatchSize = "ConsumeMessageBatchMaxSize";
        internal const string BatchWait = "batchConsumeMaxAwaitDurationInSeconds";
        internal const string PollSize = "maxBatchMessageCount";
        internal const string AutoCommit = "autoCommit";
    }
}
