using System.Collections.Generic;
using System.Threading;

namespace Ons.Client
{
    /// <summary>A consumer to which messages are pushed: to handlers, or to loops over ReadAllAsync.</summary>
    public interface IConsumer : IMessagingClient
    {
        /// <summary>
        /// Subscribes a handler to a topic, before or after the start; again: replaces filter and handler. At most
        /// ConsumeThreadNums handlers run at once.
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
}
