using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Runs a local transaction, or finds out what became of it, and decides its half message.</summary>
    /// <param name="half">The half message; its MessageId names it at the server.</param>
    /// <param name="cancellationToken">Cancelled when the producer begins to close.</param>
    public delegate Task<TransactionStatus> TransactionHandler(
        ReceivedMessage half, CancellationToken cancellationToken);
}
