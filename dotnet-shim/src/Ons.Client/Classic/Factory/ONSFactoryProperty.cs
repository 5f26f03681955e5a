using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>How a client is set up. Keys are those of the commercial SDK, or any of the library's
    /// (docs/properties.md of OpenONS); values are checked when a client is made.</summary>
    public class ONSFactoryProperty : Disposable
    {
        /// <summary>The group of a producer.</summary>
        public static readonly string ProducerId = "ProducerId";

        /// <summary>The group of a consumer.</summary>
        public static readonly string ConsumerId = "ConsumerId";

        /// <summary>The group of any client.</summary>
        public static readonly string GroupId = "GroupId";

        /// <summary>Address of the server, required.</summary>
        public static readonly string NAMESRV_ADDR = "NAMESRV_ADDR";

        /// <summary>Older name of an address: an http address that is asked for servers, or host:port.</summary>
        public static readonly string ONSAddr = "ONSAddr";

        /// <summary>Instance (namespace) of topics and groups.</summary>
        public static readonly string InstanceId = "InstanceId";

        /// <summary>Access key id, required.</summary>
        public static readonly string AccessKey = "AccessKey";

        /// <summary>Access key secret, required.</summary>
        public static readonly string SecretKey = "SecretKey";

        /// <summary>Token of temporary credentials.</summary>
        public static readonly string SecurityToken = "SecurityToken";

        /// <summary>A topic that only the program reads.</summary>
        public static readonly string PublishTopics = "PublishTopics";

        /// <summary>A body that only the program reads.</summary>
        public static readonly string MsgContent = "MsgContent";

        /// <summary>BROADCASTING or CLUSTERING.</summary>
        public static readonly string MessageModel = "MessageModel";

        /// <summary>Every consumer of the group gets all messages.</summary>
        public static readonly string BROADCASTING = "BROADCASTING";

        /// <summary>The consumers of the group share the messages; the default.</summary>
        public static readonly string CLUSTERING = "CLUSTERING";

        /// <summary>How long a send may take, ms.</summary>
        public static readonly string SendMsgTimeoutMillis = "SendMsgTimeoutMillis";

        /// <summary>How often a message is sent at most, the first time included.</summary>
        public static readonly string SendMsgRetryTimes = "SendMsgRetryTimes";

        /// <summary>How long a sharding key waits after Suspend, ms.</summary>
        public static readonly string SuspendTimeMillis = "SuspendTimeMillis";

        /// <summary>How many listeners run at once.</summary>
        public static readonly string ConsumeThreadNums = "ConsumeThreadNums";

        /// <summary>How often a message comes again before it goes to the dead letters.</summary>
        public static readonly string MaxReconsumeTimes = "MaxReconsumeTimes";

        /// <summary>How long a listener may take, minutes.</summary>
        public static readonly string ConsumeTimeout = "ConsumeTimeout";

        /// <summary>How many messages may be received and not handled yet.</summary>
        public static readonly string MaxMsgCacheSize = "MaxMsgCacheSize";

        /// <summary>How many MiB may be received and not handled yet.</summary>
        public static readonly string MaxCachedMessageSizeInMiB = "MaxCachedMessageSizeInMiB";

        /// <summary>Distinguishes broadcasting consumers of one machine.</summary>
        public static readonly string ConsumerInstanceName = "ConsumerInstanceName";

        /// <summary>How long a half message is left alone, seconds.</summary>
        public static readonly string CheckImmunityTimeInSeconds = "CheckImmunityTimeInSeconds";

        /// <summary>The channel, see ONSChannel; its name.</summary>
        public static readonly string OnsChannel = "OnsChannel";

        /// <summary>Without effect.</summary>
        public static readonly string OnsTraceSwitch = "OnsTraceSwitch";

        /// <summary>The folder of the log file; the first client that names one decides.</summary>
        public static readonly string LogPath = "LogPath";

        // Keys that the library names differently; null: only the program reads it.
        private static readonly IReadOnlyDictionary<string, string?> Names = new Dictionary<string, string?>
        {
            [GroupId] = Modern.PropertyKeys.GroupId,
            [InstanceId] = Modern.PropertyKeys.InstanceId,
            [SuspendTimeMillis] = Modern.PropertyKeys.SuspendTime,
            [MaxReconsumeTimes] = Modern.PropertyKeys.MaxReconsumeTimes,
            [ConsumeTimeout] = Modern.PropertyKeys.ConsumeTimeout,
            [MaxMsgCacheSize] = Modern.PropertyKeys.MaxCachedMessageAmount,
            [MaxCachedMessageSizeInMiB] = "maxCachedMessageSizeInMiB",
            [ConsumerInstanceName] = "InstanceName",
            [ProducerId] = null,
            [ConsumerId] = null,
            [PublishTopics] = null,
            [MsgContent] = null,
            [OnsTraceSwitch] = null,
            [OnsChannel] = null,
            [LogPath] = null,
        };

        private static readonly HashSet<string> Numbers = new HashSet<string>
        {
            SendMsgTimeoutMillis, SendMsgRetryTimes, SuspendTimeMillis, ConsumeThreadNums, MaxReconsumeTimes,
            ConsumeTimeout, MaxMsgCacheSize, MaxCachedMessageSizeInMiB, CheckImmunityTimeInSeconds,
        };

        // Stands for keys that need not be set.
        private const string DefaultKey = "DefaultKey";

        private static int saidWithoutTraces;

        private readonly Dictionary<string, double> rateLimits = new Dictionary<string, double>();
        private Dictionary<string, string> properties = new Dictionary<string, string>();

        /// <summary>Sets a property.</summary>
        public void setFactoryProperty(string key, string value) =>
            properties[Translated.Require(key, "the key of setFactoryProperty")] = Translated.Require(value, key);

        /// <summary>Whether the SDK takes a value for a key: a key and a value that are there, and a whole number where
        /// one is needed. The library checks ranges when a client is made.</summary>
        public bool checkValidityOfFactoryProperties(string key, string value) =>
            !string.IsNullOrEmpty(key) && !string.IsNullOrEmpty(value)
            && (!Numbers.Contains(key)
                || int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));

        /// <summary>These properties instead of those before.</summary>
        public void setFactoryProperties(IDictionary<string, string> factoryProperties) =>
            properties = new Dictionary<string, string>(Translated.Require(factoryProperties, "the properties"));

        /// <summary>A copy of all properties.</summary>
        public IDictionary<string, string> getFactoryProperties() => new Dictionary<string, string>(properties);

        /// <summary>The value of a key; empty when it is not set.</summary>
        public string getFactoryProperty(string key) => properties.TryGetValue(key, out string? value) ? value : "";

        /// <summary>How long a send may take, ms.</summary>
        public void setSendMsgTimeout(int value) => SetNumber(SendMsgTimeoutMillis, value);

        /// <summary>How often a message is sent at most, the first time included.</summary>
        public void setSendMsgRetryTimes(int value) => SetNumber(SendMsgRetryTimes, value);

        /// <summary>How many messages may be received and not handled yet.</summary>
        public void setMaxMsgCacheSize(int size) => SetNumber(MaxMsgCacheSize, size);

        /// <summary>How many MiB may be received and not handled yet.</summary>
        public void setMaxCachedMessageSizeInMiB(int size) => SetNumber(MaxCachedMessageSizeInMiB, size);

        /// <summary>How long a sharding key waits after Suspend, ms.</summary>
        public void setSuspendTimeMillis(int value) => SetNumber(SuspendTimeMillis, value);

        /// <summary>How many listeners run at once.</summary>
        public void setConsumeThreadNums(int value) => SetNumber(ConsumeThreadNums, value);

        /// <summary>Without effect.</summary>
        public void setOnsTraceSwitch(bool onswitch) => properties[OnsTraceSwitch] = onswitch ? "true" : "false";

        /// <summary>The channel: only on ALIYUN, the default, AccessKey and SecretKey must be set.</summary>
        public void setOnsChannel(ONSChannel onsChannel) => properties[OnsChannel] = onsChannel.ToString();

        /// <summary>Bounds how many messages of a topic a consumer's listener gets per second; above 0.</summary>
        public void throttle(string topic, double perSecond) => rateLimits[topic] = perSecond;

        /// <summary>The group of a producer.</summary>
        public string getProducerId() => getFactoryProperty(ProducerId);

        /// <summary>The group of a consumer.</summary>
        public string getConsumerId() => getFactoryProperty(ConsumerId);

        /// <summary>The group of any client.</summary>
        public string getGroupId() => getFactoryProperty(GroupId);

        /// <summary>Address of the server.</summary>
        public string getNameSrvAddr() => getFactoryProperty(NAMESRV_ADDR);

        /// <summary>Older name of an address.</summary>
        public string getNameSrvDomain() => getFactoryProperty(ONSAddr);

        /// <summary>Instance of topics and groups.</summary>
        public string getInstanceId() => getFactoryProperty(InstanceId);

        /// <summary>Access key id.</summary>
        public string getAccessKey() => getFactoryProperty(AccessKey);

        /// <summary>Access key secret.</summary>
        public string getSecretKey() => getFactoryProperty(SecretKey);

        /// <summary>A topic that only the program reads.</summary>
        public string getPublishTopics() => getFactoryProperty(PublishTopics);

        /// <summary>A body that only the program reads.</summary>
        public string getMessageContent() => getFactoryProperty(MsgContent);

        /// <summary>BROADCASTING or CLUSTERING.</summary>
        public string getMessageModel() => getFactoryProperty(MessageModel);

        /// <summary>Distinguishes broadcasting consumers of one machine.</summary>
        public string getConsumerInstanceName() => getFactoryProperty(ConsumerInstanceName);

        /// <summary>The channel by its name.</summary>
        public string getChannel() => getOnsChannel().ToString();

        /// <summary>As getInstanceId.</summary>
        public string getNameSpace() => getInstanceId();

        /// <summary>The folder of the library's logs.</summary>
        public string getLogPath() => getFactoryProperty(LogPath);

        /// <summary>How long a send may take, ms; -1 when not set.</summary>
        public int getSendMsgTimeout() => GetNumber(SendMsgTimeoutMillis);

        /// <summary>-1 when not set.</summary>
        public int getSendMsgRetryTimes() => GetNumber(SendMsgRetryTimes);

        /// <summary>How many messages may be received and not handled yet; -1 when not set.</summary>
        public int getMaxMsgCacheSize() => GetNumber(MaxMsgCacheSize);

        /// <summary>How many MiB may be received and not handled yet; -1 when not set.</summary>
        public int getMaxCachedMessageSizeInMiB() => GetNumber(MaxCachedMessageSizeInMiB);

        /// <summary>How long a sharding key waits after Suspend, ms; -1 when not set.</summary>
        public int getSuspendTimeMillis() => GetNumber(SuspendTimeMillis);

        /// <summary>How many listeners run at once; -1 when not set.</summary>
        public int getConsumeThreadNums() => GetNumber(ConsumeThreadNums);

        /// <summary>True unless it was set to false.</summary>
        public bool getOnsTraceSwitch() => getFactoryProperty(OnsTraceSwitch) != "false";

        /// <summary>ALIYUN when not set.</summary>
        public ONSChannel getOnsChannel() =>
            Enum.TryParse(getFactoryProperty(OnsChannel), out ONSChannel channel) ? channel : ONSChannel.ALIYUN;

        internal IReadOnlyDictionary<string, double> RateLimits() => new Dictionary<string, double>(rateLimits);

        /// <summary>Fills the options of a client, whose group has its own name for each kind; GroupId wins.</summary>
        internal T Fill<T>(T options, string groupKey) where T : Modern.ClientOptions
        {
            if (properties.ContainsKey(OnsTraceSwitch) && Interlocked.Exchange(ref saidWithoutTraces, 1) == 0)
            {
                Modern.Interop.Reports.Warning($"property {OnsTraceSwitch} is without effect: messages are not traced");
            }
            if (getFactoryProperty(groupKey).Length > 0)
            {
                options.Properties[Modern.PropertyKeys.GroupId] = getFactoryProperty(groupKey);
            }
            if (getOnsChannel() != ONSChannel.ALIYUN)
            {
                // The SDK asks for keys on that channel only; those that are set take their place below.
                options.Properties[AccessKey] = DefaultKey;
                options.Properties[SecretKey] = DefaultKey;
            }
            foreach (var property in properties)
            {
                string? name = Names.TryGetValue(property.Key, out string? renamed) ? renamed : property.Key;
                if (name != null)
                {
                    options.Properties[name] = property.Value;
                }
            }
            string folder = getLogPath().Length > 0
                ? getLogPath()
                : Environment.GetEnvironmentVariable("ROCKETMQ_LOG_HOME") ?? "";
            if (folder.Length > 0 && !LibraryLogsTo(folder))
            {
                options.Properties[Modern.PropertyKeys.LogRoot] = folder;
            }
            return options;
        }

        // The library's whole log, if it does not run yet: one folder for the process.
        private static bool LibraryLogsTo(string folder)
        {
            try
            {
                Modern.OnsRuntime.Open(new Modern.RuntimeOptions { LogFolder = folder });
                return true;
            }
            catch (Modern.OnsStateException)
            {
                return false;
            }
        }

        private void SetNumber(string key, int value) =>
            properties[key] = value.ToString(CultureInfo.InvariantCulture);

        private int GetNumber(string key)
        {
            string text = getFactoryProperty(key);
            if (text.Length == 0)
            {
                return -1;
            }
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw new ONSClientException($"{key} is '{text}'; it must be a whole number");
        }
    }
}
