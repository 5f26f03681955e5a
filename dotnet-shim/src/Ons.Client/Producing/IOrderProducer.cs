using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Sends messages that each have a sharding key, in whose order they are delivered.</summary>
    public interface IOrderProducer : IMessagingClient
    {
        /// <summary>
        /// Sends a message. Messages of one sharding key are sent in the order of the calls, also when a call does not
        /// wait for the one before. Cancelling ends the task, not the send.
        /// </summary>
        /// <exception cref="OnsInvalidException">The message has no sharding key.</exception>
        Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken = default);

        /// <summary>The same, on the calling thread.</summary>
        SendResult Send(Message message);
    }
}
