using System;
using System.Collections.Generic;
using System.Text;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A message that was received. It owns what it holds, and may be kept.</summary>
    public sealed class ReceivedMessage
    {
        private static readonly IReadOnlyDictionary<string, string> NoProperties = new Dictionary<string, string>();

        /// <summary>Makes one; a program needs that in the tests of its handlers only.</summary>
        public ReceivedMessage(
            string topic, ReadOnlyMemory<byte> body, string tag = "", string key = "", string shardingKey = "",
            string messageId = "", string bornHost = "", string partition = "", DateTimeOffset bornAt = default,
            DateTimeOffset? storedAt = null, DateTimeOffset? deliverAt = null, long offset = 0,
            int reconsumeTimes = 0, IReadOnlyDictionary<string, string>? properties = null)
        {
            Topic = topic;
            Body = body;
            Tag = tag;
            Key = key;
            ShardingKey = shardingKey;
            MessageId = messageId;
            BornHost = bornHost;
            Partition = partition;
            BornAt = bornAt;
            StoredAt = storedAt;
            DeliverAt = deliverAt;
            Offset = offset;
            ReconsumeTimes = reconsumeTimes;
            Properties = properties ?? NoProperties;
        }

        /// <summary>Where it was sent to.</summary>
        public string Topic { get; }

        /// <summary>The body as a text in UTF-8.</summary>
        public ReadOnlyMemory<byte> Body { get; }

        /// <summary>The body as a text in UTF-8.</summary>
        public string BodyText => Encoding.UTF8.GetString(Body.Span);

        /// <summary>Empty when it has none.</summary>
        public string Tag { get; }

        /// <summary>Words separated by blanks; empty when it has none.</summary>
        public string Key { get; }

        /// <summary>Empty when it has none.</summary>
        public string ShardingKey { get; }

        /// <summary>The id that the sender was told.</summary>
        public string MessageId { get; }

        /// <summary>Where it was sent, as the sender said.</summary>
        public string BornHost { get; }

        /// <summary>The queue it came from, as pull consumers name it; may be empty.</summary>
        public string Partition { get; }

        /// <summary>When it was sent, by the sender's clock.</summary>
        public DateTimeOffset BornAt { get; }

        /// <summary>When the server stored it; null when that is not known.</summary>
        public DateTimeOffset? StoredAt { get; }

        /// <summary>When it was to be delivered; null: at once.</summary>
        public DateTimeOffset? DeliverAt { get; }

        /// <summary>Its place in its queue.</summary>
        public long Offset { get; }

        /// <summary>How often it was delivered to this group before.</summary>
        public int ReconsumeTimes { get; }

        /// <summary>Properties of the user.</summary>
        public IReadOnlyDictionary<string, string> Properties { get; }

        /// <summary>How a consumer's ReadAllAsync is told the answer; null for other messages.</summary>
        internal Delivery? Delivery { get; set; }

        /// <summary>
        /// Answers a message of ReadAllAsync before the loop goes on; the first answer counts. Without it, a message
        /// is handled when the loop asks for the next one, and comes again when the loop is left.
        /// </summary>
        /// <exception cref="InvalidOperationException">The message came to a handler, which answers by its result.
        /// </exception>
        public void Complete(ConsumeResult result = ConsumeResult.Success)
        {
            if (Delivery == null)
            {
                throw new InvalidOperationException(
                    "Complete is for messages of ReadAllAsync; a handler answers by its result");
            }
            Delivery.Complete(result);
        }

        /// <summary>A copy to send on.</summary>
        public Message ToMessage() =>
            new Message(Topic, Body)
            {
                Tag = Tag,
                Key = Key,
                ShardingKey = ShardingKey,
                DeliverAt = DeliverAt,
                Properties = new Dictionary<string, string>(Properties),
            };

        internal static unsafe ReceivedMessage From(NativeMessage* native)
        {
            Dictionary<string, string>? properties = null;
            if (native->PropertyCount > 0)
            {
                properties = new Dictionary<string, string>((int)native->PropertyCount);
                for (uint i = 0; i < native->PropertyCount; i++)
                {
                    properties[native->Properties[i].Key.ToString()] = native->Properties[i].Value.ToString();
                }
            }
            return new ReceivedMessage(
                native->Topic.ToString(),
                new NativeText { Data = native->Body, Size = native->BodySize }.Span.ToArray(),
                native->Tag.ToString(),
                native->Key.ToString(),
                native->ShardingKey.ToString(),
                native->MessageId.ToString(),
                native->BornHost.ToString(),
                native->Partition.ToString(),
                Times.At(native->BornAtMs),
                Times.OrNull(native->StoredAtMs),
                Times.OrNull(native->DeliverAtMs),
                native->Offset,
                native->ReconsumeTimes,
                properties);
        }
    }
}
