using System;
using System.Collections.Generic;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Hands messages to listeners.</summary>
    public class PushConsumer : ListeningConsumer<MessageListener>
    {
        /// <summary>For classes of programs, which override the methods; the factory makes those that work.</summary>
        public PushConsumer() : base(null, NoLimits)
        {
        }

        internal PushConsumer(Modern.Consumer consumer, IReadOnlyDictionary<string, double> rateLimits)
            : base(consumer, rateLimits)
        {
        }

        private Modern.Consumer Real => (Modern.Consumer)Client;

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        public virtual void unsubscribe(string topic) => Translated.Call(() => Real.Unsubscribe(topic));

        /// <summary>Keeps the progress of broadcasting in a store, instead of a file. Before the start.</summary>
        public virtual void withOffsetStore(Modern.IOffsetStore store) =>
            Translated.Call(() => Real.SetOffsetStore(Translated.Require(store, "the store of withOffsetStore")));

        private protected override void Listen(
            string topic, string subExpression, Func<Modern.ReceivedMessage, Modern.ConsumeResult> handler) =>
            Modern.HandlerExtensions.Subscribe(Real, topic, subExpression, handler);

        private protected override void LimitRate(string topic, double perSecond) =>
            Real.SetRateLimit(topic, perSecond);

        private protected override Modern.ConsumeResult Handle(
            MessageListener listener, Modern.ReceivedMessage received) =>
            listener.consume(new Message(received), new ConsumeContext()) == Action.CommitMessage
                ? Modern.ConsumeResult.Success
                : Modern.ConsumeResult.Later;
    }
}
