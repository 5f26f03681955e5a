using Modern = Ons.Client;

namespace ons
{
    /// <summary>Sends messages that are delivered in the order of their sharding key.</summary>
    public class OrderProducer : ONSClient
    {
        private readonly Modern.OrderProducer producer;

        internal OrderProducer(Modern.OrderProducer producer) : base(producer) => this.producer = producer;

        /// <summary>Sends a message and waits until the server has stored it. Neither key nor body may be
        /// empty.</summary>
        public virtual SendResultONS send(Message msg, string shardingKey)
        {
            Translated.Require(msg, "the message").setShardingKey(shardingKey);
            return Sending.Send(msg, producer.Send);
        }
    }
}
