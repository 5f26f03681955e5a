using System;
using System.Collections.Generic;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Hands the messages of a sharding key to listeners, in order. Subscribe before the start.</summary>
    public class OrderConsumer : ListeningConsumer<MessageOrderListener>
    {
        /// <summary>For classes of programs, which override the methods; the factory makes those that work.</summary>
        public OrderConsumer() : base(null, NoLimits)
        {
        }

        internal OrderConsumer(Modern.OrderConsumer consumer, IReadOnlyDictionary<string, double> rateLimits)
            : base(consumer, rateLimits)
        {
        }

        private Modern.OrderConsumer Real => (Modern.OrderConsumer)Client;

        private protected override void Listen(
            string topic, string subExpression, Func<Modern.ReceivedMessage, Modern.ConsumeResult> handler) =>
            Modern.HandlerExtensions.Subscribe(Real, topic, subExpression, handler);

        private protected override void LimitRate(string topic, double perSecond) =>
            Real.SetRateLimit(topic, perSecond);

        private protected override Modern.ConsumeResult Handle(
            MessageOrderListener listener, Modern.ReceivedMessage received) =>
            listener.consume(new Message(received), new ConsumeOrderContext()) == OrderAction.Success
                ? Modern.ConsumeResult.Success
                : Modern.ConsumeResult.Later;
    }
}
