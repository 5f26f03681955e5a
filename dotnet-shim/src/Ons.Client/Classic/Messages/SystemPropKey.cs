namespace ons
{
    /// <summary>Names under which getSystemProperties shows what has its own getter, too.</summary>
    public static class SystemPropKey
    {
        /// <summary>As getTag.</summary>
        public const string TAG = "__TAG";

        /// <summary>As getKey.</summary>
        public const string KEY = "__KEY";

        /// <summary>As getMsgID.</summary>
        public const string MSGID = "__MSGID";

        /// <summary>As getShardingKey.</summary>
        public const string SHARDINGKEY = "__SHARDINGKEY";

        /// <summary>As getReconsumeTimes.</summary>
        public const string RECONSUMETIMES = "__RECONSUMETIMES";

        /// <summary>As getBornTimestamp.</summary>
        public const string BORNTIMESTAMP = "__BORNTIMESTAMP";

        /// <summary>As getBornHost.</summary>
        public const string BORNHOST = "__BORNHOST";

        /// <summary>As getStartDeliverTime.</summary>
        public const string STARTDELIVERTIME = "__STARTDELIVERTIME";
    }
}
