using System;
using System.Collections.Generic;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>The base of consumers with listeners, of type TListener.</summary>
    public abstract class ListeningConsumer<TListener> : ONSClient where TListener : class
    {
        private protected static readonly IReadOnlyDictionary<string, double> NoLimits =
            new Dictionary<string, double>();

        private readonly IReadOnlyDictionary<string, double> rateLimits;
        private volatile TListener? registered;
        private volatile bool isNeeded;

        private protected ListeningConsumer(
            Modern.MessagingClient? client, IReadOnlyDictionary<string, double> rateLimits)
            : base(client) => this.rateLimits = rateLimits;

        /// <inheritdoc/>
        public override void start()
        {
            if (isNeeded && registered == null)
            {
                throw new ONSClientException(
                    "a subscription has no listener; call registerMessageListener before start",
                    ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            }
            base.start();
        }

        /// <summary>Subscribes a listener to a topic; the expression is "TagA || TagB" or "*".</summary>
        public virtual void subscribe(string topic, string subExpression, TListener listener)
        {
            Translated.Require(
                listener, "the listener of a subscription", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            Subscribe(topic, subExpression, received => Handle(listener, received));
        }

        /// <summary>Subscribes the consumer's listener, see registerMessageListener.</summary>
        public virtual void subscribe(string topic, string subExpression)
        {
            isNeeded = true;
            Subscribe(
                topic, subExpression,
                received => Handle(Translated.Require(registered, "the consumer's listener"), received));
        }

        /// <summary>The listener of subscriptions that have none of their own. Before the start.</summary>
        public virtual void registerMessageListener(TListener listener) =>
            registered = Translated.Require(
                listener, "the listener of registerMessageListener", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);

        private protected abstract void Listen(
            string topic, string subExpression, Func<Modern.ReceivedMessage, Modern.ConsumeResult> handler);

        private protected abstract void LimitRate(string topic, double perSecond);

        private protected abstract Modern.ConsumeResult Handle(TListener listener, Modern.ReceivedMessage received);

        private void Subscribe(
            string topic, string subExpression, Func<Modern.ReceivedMessage, Modern.ConsumeResult> handler) =>
            Translated.Call(() =>
            {
                Listen(topic, subExpression, handler);
                if (rateLimits.TryGetValue(topic, out double limit))
                {
                    LimitRate(topic, limit);
                }
            });
    }
}
