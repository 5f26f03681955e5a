using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>A message, to send or received. Texts that were never set are empty.</summary>
    public class Message : Disposable
    {
        private Dictionary<string, string> systemProperties = new Dictionary<string, string>();
        private Dictionary<string, string> userProperties = new Dictionary<string, string>();
        private string topic = "";
        private string tag = "";
        private string key = "";
        private string shardingKey = "";
        private string messageId = "";
        private byte[] body = Array.Empty<byte>();
        private long deliverAt;
        private long storedAt;
        private long bornAt;
        private string bornHost = "";
        private long offset;
        private int reconsumeTimes;

        /// <summary>A message to be filled.</summary>
        public Message()
        {
        }

        /// <summary>A message with a text, which travels in UTF-8.</summary>
        public Message(string topic, string tags, string byte_body) : this(topic, tags, "", byte_body)
        {
        }

        /// <summary>A message without tag.</summary>
        public Message(string topic, string byte_body) : this(topic, "", "", byte_body)
        {
        }

        /// <summary>A message with keys.</summary>
        public Message(string topic, string tags, string keys, string body)
        {
            setTopic(topic);
            setTag(tags);
            setKey(keys);
            setBody(body);
        }

        /// <summary>A message of the first characters of texts; a size beyond its text is refused.
        /// </summary>
        public Message(string topic, uint topic_size, string tags, uint tags_size, string body, uint body_size)
            : this(
                Cut(topic, topic_size, "the topic"), Cut(tags, tags_size, "the tag"), "",
                Cut(body, body_size, "the body"))
        {
        }

        /// <summary>A copy.</summary>
        public Message(Message other)
        {
            Message source = Translated.Require(other, "the message to copy");
            topic = source.topic;
            tag = source.tag;
            key = source.key;
            shardingKey = source.shardingKey;
            messageId = source.messageId;
            body = (byte[])source.body.Clone();
            deliverAt = source.deliverAt;
            storedAt = source.storedAt;
            bornAt = source.bornAt;
            bornHost = source.bornHost;
            offset = source.offset;
            reconsumeTimes = source.reconsumeTimes;
            userProperties = new Dictionary<string, string>(source.userProperties);
            systemProperties = new Dictionary<string, string>(source.systemProperties);
        }

        internal Message(Modern.ReceivedMessage received)
        {
            topic = received.Topic;
            tag = received.Tag;
            key = received.Key;
            shardingKey = received.ShardingKey;
            messageId = received.MessageId;
            body = received.Body.ToArray();
            deliverAt = received.DeliverAt?.ToUnixTimeMilliseconds() ?? 0;
            storedAt = received.StoredAt?.ToUnixTimeMilliseconds() ?? 0;
            bornAt = received.BornAt.ToUnixTimeMilliseconds();
            bornHost = received.BornHost;
            offset = received.Offset;
            reconsumeTimes = received.ReconsumeTimes;
            userProperties = new Dictionary<string, string>(received.Properties);
        }

        /// <summary>Where it goes.</summary>
        public string getTopic() => topic;

        /// <summary>Where it goes.</summary>
        public void setTopic(string topic) => this.topic = Text(topic, "the topic");

        /// <summary>At most one; subscriptions filter by it.</summary>
        public string getTag() => tag;

        /// <summary>At most one; subscriptions filter by it.</summary>
        public void setTag(string tags) => tag = Text(tags, "the tag");

        /// <summary>Words separated by blanks, to find the message by.</summary>
        public string getKey() => key;

        /// <summary>Words separated by blanks, to find the message by.</summary>
        public string getKeys() => key;

        /// <summary>Words separated by blanks, to find the message by.</summary>
        public void setKey(string keys) => key = Text(keys, "the key");

        /// <summary>Adds a key to those there are.</summary>
        public void attachKey(string key) => setKey(this.key.Length == 0 ? key : this.key + " " + key);

        /// <summary>Messages with the same one stay in order.</summary>
        public string getShardingKey() => shardingKey;

        /// <summary>Messages with the same one stay in order.</summary>
        public void setShardingKey(string shardingKey) => this.shardingKey = Text(shardingKey, "the sharding key");

        /// <summary>The id that the sender was told; empty before the message was sent.</summary>
        public string getMsgID() => messageId;

        /// <summary>The message's id; the server does not look at it.</summary>
        public void setMsgID(string msgId) => messageId = Text(msgId, "the id");

        /// <summary>Not delivered before this time, milliseconds since 1970 UTC; 0: at once.</summary>
        public long getStartDeliverTime() => deliverAt;

        /// <summary>Not delivered before this time, milliseconds since 1970 UTC; 0: at once.</summary>
        public void setStartDeliverTime(long level) => deliverAt = level;

        /// <summary>The body as a text in UTF-8; of any bytes: getByteBody.</summary>
        public string getBody() => Encoding.UTF8.GetString(body);

        /// <summary>The body as a text in UTF-8.</summary>
        public string getMsgBody() => getBody();

        /// <summary>A copy of the body's bytes.</summary>
        public byte[] getByteBody() => (byte[])body.Clone();

        /// <summary>How many bytes the body has.</summary>
        public int getBodySize() => body.Length;

        /// <summary>A text as the body, which travels in UTF-8.</summary>
        public void setBody(string byte_msgbody) => body = Encoding.UTF8.GetBytes(Text(byte_msgbody, "the body"));

        /// <summary>A text as the body, which travels in UTF-8.</summary>
        public void setMsgBody(string msgbody) => setBody(msgbody);

        /// <summary>The first <paramref name="len"/> bytes as the body; they are copied.</summary>
        public void setBody(byte[] byte_msgbody, int len)
        {
            Translated.Require(byte_msgbody, "the body");
            if (len < 0 || len > byte_msgbody.Length)
            {
                throw new ONSClientException(
                    $"setBody: the size is {len}; it must be 0 to {byte_msgbody.Length}, the length of the array");
            }
            body = byte_msgbody.AsSpan(0, len).ToArray();
        }

        /// <summary>How often the message was delivered to this group before.</summary>
        public int getReconsumeTimes() => reconsumeTimes;

        /// <summary>For programs that copy messages; the server does not look at it.</summary>
        public void setReconsumeTimes(int reconsumeTimes) => this.reconsumeTimes = reconsumeTimes;

        /// <summary>When the server stored it, milliseconds since 1970 UTC; 0 when not known.</summary>
        public long getStoreTimestamp() => storedAt;

        /// <summary>For programs that copy messages; the server does not look at it.</summary>
        public void setStoreTimestamp(long storeTimestamp) => storedAt = storeTimestamp;

        /// <summary>When it was sent, by the sender's clock, milliseconds since 1970 UTC.</summary>
        public long getBornTimestamp() => bornAt;

        /// <summary>Where it was sent, as the sender said.</summary>
        public string getBornHost() => bornHost;

        /// <summary>Its place in its queue.</summary>
        public long getQueueOffset() => offset;

        /// <summary>For programs that copy messages; the server does not look at it.</summary>
        public void setQueueOffset(long queueOffset) => offset = queueOffset;

        /// <summary>Sets a property of the user, which travels with the message.</summary>
        public void putUserProperties(string key, string value) =>
            userProperties[Text(key, "the property's key")] = Text(value, "property " + key);

        /// <summary>Sets a property of the user, which travels with the message.</summary>
        public void putUserProperty(string key, string value) => putUserProperties(key, value);

        /// <summary>A property of the user; empty when the message has none of this key.</summary>
        public string getUserProperties(string key) =>
            userProperties.TryGetValue(key, out string? value) ? value : "";

        /// <summary>A property of the user; empty when the message has none of this key.</summary>
        public string getUserProperty(string key) => getUserProperties(key);

        /// <summary>A copy of the properties of the user.</summary>
        public IDictionary<string, string> getUserProperties() => new Dictionary<string, string>(userProperties);

        /// <summary>These properties of the user instead of those before.</summary>
        public void setUserProperties(IDictionary<string, string> userProperty) =>
            userProperties = new Dictionary<string, string>(Translated.Require(userProperty, "the properties"));

        /// <summary>Sets a part of the message by its name in SystemPropKey; other keys stay here.</summary>
        public void putSystemProperties(string key, string value)
        {
            switch (Text(key, "the property's key"))
            {
                case SystemPropKey.TAG:
                    setTag(value);
                    break;
                case SystemPropKey.KEY:
                    setKey(value);
                    break;
                case SystemPropKey.MSGID:
                    setMsgID(value);
                    break;
                case SystemPropKey.SHARDINGKEY:
                    setShardingKey(value);
                    break;
                case SystemPropKey.RECONSUMETIMES:
                    setReconsumeTimes(checked((int)Number(key, value)));
                    break;
                case SystemPropKey.STARTDELIVERTIME:
                    setStartDeliverTime(Number(key, value));
                    break;
                default:
                    systemProperties[key] = Text(value, "property " + key);
                    break;
            }
        }

        /// <summary>Each of them as by putSystemProperties; those of before that have no setter go.</summary>
        public void setSystemProperties(IDictionary<string, string> systemProperty)
        {
            Translated.Require(systemProperty, "the properties");
            systemProperties = new Dictionary<string, string>();
            foreach (var property in systemProperty)
            {
                putSystemProperties(property.Key, property.Value);
            }
        }

        /// <summary>One of getSystemProperties; empty when there is none of this key.</summary>
        public string getSystemProperties(string key) =>
            getSystemProperties().TryGetValue(key, out string? value) ? value : "";

        /// <summary>The parts of the message, by their names in SystemPropKey.</summary>
        public IDictionary<string, string> getSystemProperties() =>
            new Dictionary<string, string>(systemProperties)
            {
                [SystemPropKey.TAG] = tag,
                [SystemPropKey.KEY] = key,
                [SystemPropKey.MSGID] = messageId,
                [SystemPropKey.SHARDINGKEY] = shardingKey,
                [SystemPropKey.RECONSUMETIMES] = reconsumeTimes.ToString(CultureInfo.InvariantCulture),
                [SystemPropKey.BORNTIMESTAMP] = bornAt.ToString(CultureInfo.InvariantCulture),
                [SystemPropKey.BORNHOST] = bornHost,
                [SystemPropKey.STARTDELIVERTIME] = deliverAt.ToString(CultureInfo.InvariantCulture),
            };

        /// <summary>For people.</summary>
        public string toString() => ToString();

        /// <summary>For people.</summary>
        public override string ToString() =>
            $"Message[topic={topic}, {toSystemString()}, {toUserString()}, body={body.Length} bytes]";

        /// <summary>The system properties, for people.</summary>
        public string toSystemString() => ToText(getSystemProperties());

        /// <summary>The user properties, for people.</summary>
        public string toUserString() => ToText(userProperties);

        /// <summary>The part of it that is sent.</summary>
        internal Modern.Message Content()
        {
            if (body.Length == 0)
            {
                throw new ONSClientException(
                    $"a message for topic {topic} has an empty body; set one",
                    ONSClientException.MESSAGE_BODY_EMPTY);
            }
            return new Modern.Message(topic, body)
            {
                Tag = tag,
                Key = key,
                ShardingKey = shardingKey,
                DeliverAt = Modern.Interop.Times.OrNull(deliverAt),
                Properties = userProperties,
            };
        }

        private static string Text(string? text, string what) => Translated.Require(text, what);

        private static string Cut(string? text, uint size, string what)
        {
            string whole = Text(text, what);
            return size <= whole.Length
                ? whole.Substring(0, (int)size)
                : throw new ONSClientException(
                    $"the size of {what} is {size}; it must be 0 to {whole.Length}, the length of the text");
        }

        private static long Number(string key, string value) =>
            long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw new ONSClientException($"system property {key} is '{value}'; it must be a whole number");

        private static string ToText(IDictionary<string, string> properties) =>
            "{" + string.Join(", ", properties.Select(property => property.Key + "=" + property.Value)) + "}";
    }
}
