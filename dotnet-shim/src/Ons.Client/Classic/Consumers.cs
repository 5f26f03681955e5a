using System.Collections.Generic;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Gives messages to listeners.</summary>
    public class PushConsumer : ONSClient
    {
        private readonly Modern.Consumer consumer;
        private readonly Subscriptions<MessageListener> subscriptions;

        internal PushConsumer(Modern.Consumer consumer, IReadOnlyDictionary<string, double> rateLimits)
            : base(consumer)
        {
            this.consumer = consumer;
            subscriptions = new Subscriptions<MessageListener>(rateLimits, consumer.SetRateLimit);
        }

        /// <inheritdoc/>
        public override void start()
        {
            subscriptions.CheckBeforeStart();
            base.start();
        }

        /// <summary>Subscribes a listener to a topic; the expression is "TagA || TagB" or "*".</summary>
        public virtual void subscribe(string topic, string subExpression, MessageListener listener)
        {
            subscriptions.Add(topic, listener, () => Modern.HandlerExtensions.Subscribe(
                consumer, topic, subExpression, received => Consume(listener, received)));
        }

        /// <summary>Subscribes the consumer's listener, see registerMessageListener.</summary>
        public virtual void subscribe(string topic, string subExpression)
        {
            subscriptions.Needed();
            subscribe(topic, subExpression, new Forwarding(subscriptions));
        }

        /// <summary>The listener of subscriptions that have none of their own. Before the start.</summary>
        public virtual void registerMessageListener(MessageListener listener) => subscriptions.Register(listener);

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        public virtual void unsubscribe(string topic) => Translated.Call(() => consumer.Unsubscribe(topic));

        /// <summary>Keeps the progress of broadcasting in a store, instead of a file. Before the start.</summary>
        public virtual void withOffsetStore(Modern.IOffsetStore store) =>
            Translated.Call(() => consumer.SetOffsetStore(Translated.Require(store, "the store of withOffsetStore")));

        private static Modern.ConsumeResult Consume(MessageListener listener, Modern.ReceivedMessage received) =>
            listener.consume(new Message(received), new ConsumeContext()) == Action.CommitMessage
                ? Modern.ConsumeResult.Success
                : Modern.ConsumeResult.Later;

        private sealed class Forwarding : MessageListener
        {
            private readonly Subscriptions<MessageListener> subscriptions;

            internal Forwarding(Subscriptions<MessageListener> subscriptions) =>
                this.subscriptions = subscriptions;

            public override Action consume(Message message, ConsumeContext context) =>
                subscriptions.Registered().consume(message, context);
        }
    }

    /// <summary>Gives the messages of a sharding key to listeners, in order.</summary>
    public class OrderConsumer : ONSClient
    {
        private readonly Modern.OrderConsumer consumer;
        private readonly Subscriptions<MessageOrderListener> subscriptions;

        internal OrderConsumer(Modern.OrderConsumer consumer, IReadOnlyDictionary<string, double> rateLimits)
            : base(consumer)
        {
            this.consumer = consumer;
            subscriptions = new Subscriptions<MessageOrderListener>(rateLimits, consumer.SetRateLimit);
        }

        /// <inheritdoc/>
        public override void start()
        {
            subscriptions.CheckBeforeStart();
            base.start();
        }

        /// <summary>Subscribes a listener to a topic, before the start.</summary>
        public virtual void subscribe(string topic, string subExpression, MessageOrderListener listener)
        {
            subscriptions.Add(topic, listener, () => Modern.HandlerExtensions.Subscribe(
                consumer, topic, subExpression, received => Consume(listener, received)));
        }

        /// <summary>Subscribes the consumer's listener, see registerMessageListener.</summary>
        public virtual void subscribe(string topic, string subExpression)
        {
            subscriptions.Needed();
            subscribe(topic, subExpression, new Forwarding(subscriptions));
        }

        /// <summary>The listener of subscriptions that have none of their own. Before the start.</summary>
        public virtual void registerMessageListener(MessageOrderListener listener) => subscriptions.Register(listener);

        private static Modern.ConsumeResult Consume(MessageOrderListener listener, Modern.ReceivedMessage received) =>
            listener.consume(new Message(received), new ConsumeOrderContext()) == OrderAction.Success
                ? Modern.ConsumeResult.Success
                : Modern.ConsumeResult.Later;

        private sealed class Forwarding : MessageOrderListener
        {
            private readonly Subscriptions<MessageOrderListener> subscriptions;

            internal Forwarding(Subscriptions<MessageOrderListener> subscriptions) =>
                this.subscriptions = subscriptions;

            public override OrderAction consume(Message message, ConsumeOrderContext context) =>
                subscriptions.Registered().consume(message, context);
        }
    }

    /// <summary>What both consumers do about their listeners, of type T.</summary>
    internal sealed class Subscriptions<T> where T : class
    {
        private readonly IReadOnlyDictionary<string, double> rateLimits;
        private readonly System.Action<string, double> limitRate;
        private volatile T? registered;
        private volatile bool isNeeded;

        internal Subscriptions(IReadOnlyDictionary<string, double> rateLimits, System.Action<string, double> limitRate)
        {
            this.rateLimits = rateLimits;
            this.limitRate = limitRate;
        }

        internal void Add(string topic, T listener, System.Action subscribe)
        {
            Translated.Require(
                listener, "the listener of a subscription", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            Translated.Call(() =>
            {
                subscribe();
                if (rateLimits.TryGetValue(topic, out double limit))
                {
                    limitRate(topic, limit);
                }
            });
        }

        /// <summary>A subscription has no listener of its own.</summary>
        internal void Needed() => isNeeded = true;

        internal void Register(T listener) =>
            registered = Translated.Require(
                listener, "the listener of registerMessageListener", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);

        internal T Registered() => Translated.Require(registered, "the consumer's listener");

        internal void CheckBeforeStart()
        {
            if (isNeeded && registered == null)
            {
                throw new ONSClientException(
                    "a subscription has no listener; call registerMessageListener before start",
                    ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            }
        }
    }
}
