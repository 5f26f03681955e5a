using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Handles several messages, with one answer for all of them. An exception counts as Later.</summary>
    /// <param name="messages">They may be kept.</param>
    /// <param name="cancellationToken">Cancelled when the consumer begins to close.</param>
    public delegate Task<ConsumeResult> BatchHandler(
        IReadOnlyList<ReceivedMessage> messages, CancellationToken cancellationToken);
}
