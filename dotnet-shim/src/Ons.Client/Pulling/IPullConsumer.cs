using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>A consumer that fetches by itself from queues it chooses. Functions that ask the server run on a thread
    /// of the pool; cancelling them takes effect before they begin, PollAsync and FetchAsync also while they wait.
    /// </summary>
    public interface IPullConsumer : IMessagingClient
    {
        /// <summary>Asks the server for the queues of a topic.</summary>
        Task<IReadOnlyList<Partition>> GetPartitionsAsync(string topic, CancellationToken cancellationToken = default);

        /// <summary>Chooses the queues to fetch from, in place of those before; each goes on where its group has
        /// committed.</summary>
        void Assign(IEnumerable<Partition> partitions);

        /// <summary>Watches the queues of a topic: told all of them when they have changed, on a thread of the library.
        /// </summary>
        void OnPartitionsChanged(string topic, Action<string, IReadOnlyList<Partition>> changed);

        /// <summary>
        /// Takes fetched messages, up to MaxBatchMessageCount, waiting for the first. None in time: empty. Messages
        /// that were taken count as consumed at the next commit.
        /// </summary>
        /// <param name="timeout">How long to wait, at most 10 minutes; absent: PollTimeout, 5 s by default.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        Task<IReadOnlyList<ReceivedMessage>> PollAsync(
            TimeSpan? timeout = null, CancellationToken cancellationToken = default);

        /// <summary>
        /// Fetches from one queue at an offset, without assignment and without touching the group's progress.
        /// </summary>
        /// <param name="partition">The queue.</param>
        /// <param name="tags">Which messages: "TagA || TagB", or "*" for all.</param>
        /// <param name="offset">Where to begin.</param>
        /// <param name="max">How many messages at most, 1 to 1,024.</param>
        /// <param name="timeout">How long to wait for the first, at most 10 minutes; absent: PollTimeout, 5 s by
        /// default.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        Task<FetchResult> FetchAsync(
            Partition partition, string tags, long offset, int max = 32, TimeSpan? timeout = null,
            CancellationToken cancellationToken = default);

        /// <summary>Goes on from an offset of an assigned queue.</summary>
        void Seek(Partition partition, long offset);

        /// <summary>Goes on from the first message of an assigned queue.</summary>
        void SeekToBeginning(Partition partition);

        /// <summary>Goes on behind the last message of an assigned queue.</summary>
        void SeekToEnd(Partition partition);

        /// <summary>Stops fetching from assigned queues.</summary>
        void Pause(IEnumerable<Partition> partitions);

        /// <summary>Fetches from assigned queues again.</summary>
        void Resume(IEnumerable<Partition> partitions);

        /// <summary>The offset of the first message stored at or after a time; the end of the queue when there is none.
        /// </summary>
        Task<long> GetOffsetForTimeAsync(
            Partition partition, DateTimeOffset time, CancellationToken cancellationToken = default);

        /// <summary>The offset that the group has committed; null when none.</summary>
        Task<long?> GetCommittedAsync(Partition partition, CancellationToken cancellationToken = default);

        /// <summary>The offsets of the first message and behind the last message of a queue.</summary>
        Task<(long First, long End)> GetOffsetLimitsAsync(
            Partition partition, CancellationToken cancellationToken = default);

        /// <summary>Commits what was polled from all assigned queues; the task ends when it is done.</summary>
        Task CommitAsync(CancellationToken cancellationToken = default);

        /// <summary>Commits an offset of one queue, assigned or not; the task ends when it is done.</summary>
        Task CommitAsync(Partition partition, long offset, CancellationToken cancellationToken = default);
    }
}
