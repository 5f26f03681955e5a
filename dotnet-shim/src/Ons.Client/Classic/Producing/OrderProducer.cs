using Modern = Ons.Client;

namespace ons
{
    /// <summary>Sends messages that are delivered in the order of their sharding key.</summary>
    public class OrderProducer : ONSClient
    {
        /// <summary>For classes of programs, which override the methods; the factory makes those that work.</summary>
        public OrderProducer() : base(null)
        {
        }

        internal OrderProducer(Modern.OrderProducer producer) : base(producer)
        {
        }

        private Modern.OrderProducer Real => (Modern.OrderProducer)Client;

        /// <summary>Sends a message and waits until the server has stored it. Neither key nor body may be
        /// empty.</summary>
        public virtual SendResultONS send(Message msg, string shardingKey)
        {
            Translated.Require(msg, "the message").setShardingKey(shardingKey);
            return Sending.Send(msg, Real.Send);
        }
    }
}
