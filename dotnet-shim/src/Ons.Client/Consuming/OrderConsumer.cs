using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A consumer that gets the messages of a sharding key one after the other, in order.</summary>
    public sealed unsafe class OrderConsumer : PushClient, IOrderConsumer
    {
        /// <summary>Makes an ordered consumer, not started.</summary>
        /// <exception cref="OnsInvalidException">An option is missing or out of range.</exception>
        public OrderConsumer(OrderConsumerOptions options) : base(options, Native.ons_order_consumer_open)
        {
        }

        /// <inheritdoc/>
        public new void Subscribe(string topic, Filter filter, MessageHandler handler) =>
            base.Subscribe(topic, filter, handler);

        /// <inheritdoc/>
        public void SetRateLimit(string topic, double perSecond) => LimitRate(topic, perSecond);
    }
}
