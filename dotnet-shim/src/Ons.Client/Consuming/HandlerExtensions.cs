using System;
using System.Collections.Generic;

namespace Ons.Client
{
    /// <summary>Handlers that need no await.</summary>
    public static class HandlerExtensions
    {
        /// <summary>Subscribes a handler that does not wait for anything asynchronous.</summary>
        public static void Subscribe(
            this IConsumer consumer, string topic, Filter filter, Func<ReceivedMessage, ConsumeResult> handler) =>
            consumer.Subscribe(topic, filter, AsTask(handler));

        /// <summary>Subscribes a handler that does not wait for anything asynchronous.</summary>
        public static void Subscribe(
            this IOrderConsumer consumer, string topic, Filter filter,
            Func<ReceivedMessage, ConsumeResult> handler) =>
            consumer.Subscribe(topic, filter, AsTask(handler));

        /// <summary>Subscribes a handler that does not wait for anything asynchronous.</summary>
        public static void Subscribe(
            this IBatchConsumer consumer, string topic, Filter filter,
            Func<IReadOnlyList<ReceivedMessage>, ConsumeResult> handler)
        {
            if (handler == null)
            {
                throw new ArgumentNullException(nameof(handler));
            }
            consumer.Subscribe(topic, filter, (messages, cancellation) => Results.Of(handler(messages)));
        }

        private static MessageHandler AsTask(Func<ReceivedMessage, ConsumeResult> handler)
        {
            if (handler == null)
            {
                throw new ArgumentNullException(nameof(handler));
            }
            return (message, cancellation) => Results.Of(handler(message));
        }
    }
}
