using System;
using System.Globalization;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>One queue of a topic.</summary>
    public class MessageQueueONS : Disposable, IEquatable<MessageQueueONS>
    {
        private string topic = "";
        private string brokerName = "";
        private int queueId = -1;

        /// <summary>A queue to be filled.</summary>
        public MessageQueueONS()
        {
        }

        /// <summary>A queue by its broker and number.</summary>
        public MessageQueueONS(string topic, string brokerName, int queueId)
        {
            this.topic = topic;
            this.brokerName = brokerName;
            this.queueId = queueId;
        }

        /// <summary>A copy.</summary>
        public MessageQueueONS(MessageQueueONS other)
        {
            MessageQueueONS source = Translated.Require(other, "the queue to copy");
            topic = source.topic;
            brokerName = source.brokerName;
            queueId = source.queueId;
        }

        /// <summary>The library names a queue by its broker and number, "broker-a#3".</summary>
        internal MessageQueueONS(Modern.Partition partition)
        {
            int separator = partition.Name.LastIndexOf('#');
            if (separator < 0 || !int.TryParse(
                partition.Name.Substring(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out queueId))
            {
                throw new ONSClientException(
                    $"queue '{partition.Name}' of topic {partition.Topic} is not named broker#number; use"
                    + " Ons.Client.PullConsumer, which takes any name");
            }
            topic = partition.Topic;
            brokerName = partition.Name.Substring(0, separator);
        }

        /// <summary>The topic.</summary>
        public string getTopic() => topic;

        /// <summary>The topic.</summary>
        public void setTopic(string topic) => this.topic = topic;

        /// <summary>The broker.</summary>
        public string getBrokerName() => brokerName;

        /// <summary>The broker.</summary>
        public void setBrokerName(string brokerName) => this.brokerName = brokerName;

        /// <summary>The number.</summary>
        public int getQueueId() => queueId;

        /// <summary>The number.</summary>
        public void setQueueId(int queueId) => this.queueId = queueId;

        /// <summary>Orders queues by topic, broker and number: below 0, 0, or above 0.</summary>
        public int compareTo(MessageQueueONS mq)
        {
            Translated.Require(mq, "the queue to compare with");
            int order = string.CompareOrdinal(topic, mq.topic);
            order = order != 0 ? order : string.CompareOrdinal(brokerName, mq.brokerName);
            return order != 0 ? order : queueId.CompareTo(mq.queueId);
        }

        /// <inheritdoc/>
        public bool Equals(MessageQueueONS? other) =>
            other != null && topic == other.topic && brokerName == other.brokerName && queueId == other.queueId;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as MessageQueueONS);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(topic, brokerName, queueId);

        internal Modern.Partition Partition() =>
            new Modern.Partition(topic, brokerName + "#" + queueId.ToString(CultureInfo.InvariantCulture));
    }
}
