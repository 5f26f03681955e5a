using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Sends messages.</summary>
    public interface IProducer : IMessagingClient
    {
        /// <summary>
        /// Sends a message; the task ends when the server has stored it, after retries at most within SendMsgTimeout.
        /// Cancelling ends the task, not the send.
        /// </summary>
        /// <exception cref="OnsThrottledException">Too many sends are in flight; wait for some.</exception>
        Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken = default);

        /// <summary>The same, on the calling thread.</summary>
        SendResult Send(Message message);

        /// <summary>Sends a message without asking whether it arrived.</summary>
        void SendOneWay(Message message);

        /// <summary>
        /// Sends up to 10,000 messages; the task ends when all have. Each has its own outcome, in the same order; the
        /// task fails only when the batch as such was refused.
        /// </summary>
        Task<IReadOnlyList<SendOutcome>> SendBatchAsync(
            IReadOnlyList<Message> messages, CancellationToken cancellationToken = default);

        /// <summary>Takes a delayed message back before its time; returns its id.</summary>
        /// <exception cref="OnsInvalidException">It was delivered or recalled already.</exception>
        Task<string> RecallAsync(string topic, string recallHandle, CancellationToken cancellationToken = default);
    }
}
