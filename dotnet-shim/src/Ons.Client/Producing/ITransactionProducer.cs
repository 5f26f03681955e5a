using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Sends messages that are delivered only if a local transaction commits.</summary>
    public interface ITransactionProducer : IMessagingClient
    {
        /// <summary>
        /// Sends a half message, runs <paramref name="executer"/> and reports its decision to the server. It occupies a
        /// thread of the pool until then. An exception of the executer leaves the message undecided, for the checker,
        /// and comes out here. Cancelling takes effect before it begins only.
        /// </summary>
        /// <exception cref="OnsRolledBackException">The executer answered Rollback.</exception>
        Task<SendResult> SendAsync(
            Message message, TransactionHandler executer, CancellationToken cancellationToken = default);

        /// <summary>The same, with the executer on the calling thread.</summary>
        SendResult Send(Message message, Func<ReceivedMessage, TransactionStatus> executer);
    }
}
