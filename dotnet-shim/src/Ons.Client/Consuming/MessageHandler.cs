using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Handles one message. An exception counts as Later, and is logged.</summary>
    /// <param name="message">It may be kept.</param>
    /// <param name="cancellationToken">Cancelled when the consumer begins to close.</param>
    public delegate Task<ConsumeResult> MessageHandler(ReceivedMessage message, CancellationToken cancellationToken);
}
