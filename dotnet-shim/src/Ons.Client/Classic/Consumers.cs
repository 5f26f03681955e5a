using System.Collections.Generic;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Gives messages to listeners.</summary>
    public class PushConsumer : ONSClient
    {
        private readonly Modern.Consumer consumer;
        private readonly IReadOnlyDictionary<string, double> rateLimits;
        private readonly Registered<MessageListener> registered = new Registered<MessageListener>();

        internal PushConsumer(Modern.Consumer consumer, IReadOnlyDictionary<string, double> rateLimits)
            : base(consumer)
        {
            this.consumer = consumer;
            this.rateLimits = rateLimits;
        }

        /// <inheritdoc/>
        public override void start()
        {
            registered.CheckBeforeStart();
            base.start();
        }

        /// <summary>Subscribes a listener to a topic; the expression is "TagA || TagB" or "*".</summary>
        public virtual void subscribe(string topic, string subExpression, MessageListener listener)
        {
            Translated.Require(
                listener, "the listener of a subscription", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            Translated.Call(() =>
            {
                Modern.HandlerExtensions.Subscribe(
                    consumer, topic, subExpression, received => Consume(listener, received));
                if (rateLimits.TryGetValue(topic, out double limit))
                {
                    consumer.SetRateLimit(topic, limit);
                }
            });
        }

        /// <summary>Subscribes the consumer's listener, see registerMessageListener.</summary>
        public virtual void subscribe(string topic, string subExpression)
        {
            registered.Needed();
            subscribe(topic, subExpression, new Forwarding(registered));
        }

        /// <summary>The listener of subscriptions that have none of their own. Before the start.</summary>
        public virtual void registerMessageListener(MessageListener listener) => registered.Set(listener);

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
            private readonly Registered<MessageListener> registered;

            internal Forwarding(Registered<MessageListener> registered) => this.registered = registered;

            public override Action consume(Message message, ConsumeContext context) =>
                registered.Get().consume(message, context);
        }
    }

    /// <summary>Gives the messages of a sharding key to listeners, in order.</summary>
    public class OrderConsumer : ONSClient
    {
        private readonly Modern.OrderConsumer consumer;
        private readonly IReadOnlyDictionary<string, double> rateLimits;
        private readonly Registered<MessageOrderListener> registered = new Registered<MessageOrderListener>();

        internal OrderConsumer(Modern.OrderConsumer consumer, IReadOnlyDictionary<string, double> rateLimits)
            : base(consumer)
        {
            this.consumer = consumer;
            this.rateLimits = rateLimits;
        }

        /// <inheritdoc/>
        public override void start()
        {
            registered.CheckBeforeStart();
            base.start();
        }

        /// <summary>Subscribes a listener to a topic, before the start.</summary>
        public virtual void subscribe(string topic, string subExpression, MessageOrderListener listener)
        {
            Translated.Require(
                listener, "the listener of a subscription", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            Translated.Call(() =>
            {
                Modern.HandlerExtensions.Subscribe(
                    consumer, topic, subExpression, received => Consume(listener, received));
                if (rateLimits.TryGetValue(topic, out double limit))
                {
                    consumer.SetRateLimit(topic, limit);
                }
            });
        }

        /// <summary>Subscribes the consumer's listener, see registerMessageListener.</summary>
        public virtual void subscribe(string topic, string subExpression)
        {
            registered.Needed();
            subscribe(topic, subExpression, new Forwarding(registered));
        }

        /// <summary>The listener of subscriptions that have none of their own. Before the start.</summary>
        public virtual void registerMessageListener(MessageOrderListener listener) => registered.Set(listener);

        private static Modern.ConsumeResult Consume(MessageOrderListener listener, Modern.ReceivedMessage received) =>
            listener.consume(new Message(received), new ConsumeOrderContext()) == OrderAction.Success
                ? Modern.ConsumeResult.Success
                : Modern.ConsumeResult.Later;

        private sealed class Forwarding : MessageOrderListener
        {
            private readonly Registered<MessageOrderListener> registered;

            internal Forwarding(Registered<MessageOrderListener> registered) => this.registered = registered;

            public override OrderAction consume(Message message, ConsumeOrderContext context) =>
                registered.Get().consume(message, context);
        }
    }

    /// <summary>The one listener of a consumer whose subscriptions have none of their own.</summary>
    internal sealed class Registered<T> where T : class
    {
        private volatile T? listener;
        private volatile bool isNeeded;

        internal void Needed() => isNeeded = true;

        internal void Set(T value) =>
            listener = Translated.Require(
                value, "the listener of registerMessageListener", ONSClientException.MESSAGE_LISTENER_IS_EMPTY);

        internal T Get() => Translated.Require(listener, "the consumer's listener");

        internal void CheckBeforeStart()
        {
            if (isNeeded && listener == null)
            {
                throw new ONSClientException(
                    "a subscription has no listener; call registerMessageListener before start",
                    ONSClientException.MESSAGE_LISTENER_IS_EMPTY);
            }
        }
    }
}
