using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>A handler's answer. The default value, 0, counts as Later.</summary>
    public enum ConsumeResult
    {
        /// <summary>Handled.</summary>
        Success = 1,

        /// <summary>Deliver again, after the group's back-off; ordered: after SuspendTime.</summary>
        Later = 2,
    }

    /// <summary>Handles one message. An exception counts as Later, and is logged.</summary>
    /// <param name="message">It may be kept.</param>
    /// <param name="cancellationToken">Cancelled when the consumer begins to close.</param>
    public delegate Task<ConsumeResult> MessageHandler(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Handles several messages, with one answer for all of them. An exception counts as Later.</summary>
    /// <param name="messages">They may be kept.</param>
    /// <param name="cancellationToken">Cancelled when the consumer begins to close.</param>
    public delegate Task<ConsumeResult> BatchHandler(
        IReadOnlyList<ReceivedMessage> messages, CancellationToken cancellationToken);

    /// <summary>Which messages of a topic a subscription wants.</summary>
    public sealed class Filter
    {
        private Filter(string expression, int kind)
        {
            Expression = expression ?? throw new ArgumentNullException(nameof(expression));
            Kind = kind;
        }

        /// <summary>All messages.</summary>
        public static Filter All { get; } = Tags("*");

        /// <summary>The tags, or the condition.</summary>
        public string Expression { get; }

        internal int Kind { get; }

        /// <summary>Tags: "TagA || TagB", or "*" for all.</summary>
        public static Filter Tags(string tags) => new Filter(tags, Interop.Native.FilterTag);

        /// <summary>A SQL-92 condition over properties, in which TAGS is the tag.</summary>
        public static Filter Sql(string condition) => new Filter(condition, Interop.Native.FilterSql);

        /// <summary>Tags are what most programs filter by.</summary>
        public static implicit operator Filter(string tags) => Tags(tags);
    }

    /// <summary>Keeps a broadcasting consumer's progress. Called on threads of the library.</summary>
    public interface IOffsetStore
    {
        /// <summary>The next offset of a queue; null when there is none.</summary>
        long? Read(string topic, string partition);

        /// <summary>Keeps the next offset of a queue.</summary>
        void Write(string topic, string partition, long offset);
    }

    /// <summary>A consumer to which messages are pushed: to handlers, or to loops over ReadAllAsync.</summary>
    public interface IConsumer : IMessagingClient
    {
        /// <summary>
        /// Subscribes a handler to a topic, before or after the start; again: replaces filter and handler. At most
        /// Concurrency handlers run at once.
        /// </summary>
        void Subscribe(string topic, Filter filter, MessageHandler handler);

        /// <summary>
        /// Subscribes to a topic for ReadAllAsync, before the start. A consumer has either handlers or loops.
        /// </summary>
        /// <exception cref="OnsStateException">The consumer has a handler already.</exception>
        void Subscribe(string topic, Filter filter);

        /// <summary>
        /// The messages of the subscriptions without handlers, until the consumer is closed. A message is handled when
        /// the loop asks for the next one, unless its Complete said otherwise; when the loop is left by break or an
        /// exception, its last message comes again. Several loops at once share the messages.
        /// </summary>
        IAsyncEnumerable<ReceivedMessage> ReadAllAsync(CancellationToken cancellationToken = default);

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        void Unsubscribe(string topic);

        /// <summary>Bounds how many messages of a topic this client handles per second; above 0.</summary>
        void SetRateLimit(string topic, double perSecond);

        /// <summary>Keeps the progress of broadcasting where you want, not in a file. Before the start.</summary>
        void SetOffsetStore(IOffsetStore store);
    }

    /// <summary>A consumer that gets the messages of a sharding key one after the other, in order.</summary>
    public interface IOrderConsumer : IMessagingClient
    {
        /// <summary>Subscribes to a topic, before the start. Later suspends the sharding key for SuspendTime.</summary>
        void Subscribe(string topic, Filter filter, MessageHandler handler);

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        void Unsubscribe(string topic);

        /// <summary>Bounds how many messages of a topic this client handles per second; above 0.</summary>
        void SetRateLimit(string topic, double perSecond);
    }

    /// <summary>A consumer whose handler gets several messages at a time.</summary>
    public interface IBatchConsumer : IMessagingClient
    {
        /// <summary>Subscribes to a topic, before the start.</summary>
        void Subscribe(string topic, Filter filter, BatchHandler handler);

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        void Unsubscribe(string topic);
    }

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

    /// <summary>Answers as tasks, without making one for each message.</summary>
    internal static class Results
    {
        private static readonly Task<ConsumeResult> Success = Task.FromResult(ConsumeResult.Success);

        internal static Task<ConsumeResult> Of(ConsumeResult result) =>
            result == ConsumeResult.Success ? Success : Task.FromResult(result);
    }
}
