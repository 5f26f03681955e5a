using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>One queue of a topic.</summary>
    public readonly struct Partition : IEquatable<Partition>
    {
        /// <summary>A queue by the name that PullConsumer gives it.</summary>
        public Partition(string topic, string name)
        {
            Topic = topic ?? throw new ArgumentNullException(nameof(topic));
            Name = name ?? throw new ArgumentNullException(nameof(name));
        }

        /// <summary>The topic.</summary>
        public string Topic { get; }

        /// <summary>The queue's name.</summary>
        public string Name { get; }

        /// <summary>Whether both are the same queue.</summary>
        public static bool operator ==(Partition left, Partition right) => left.Equals(right);

        /// <summary>Whether they are different queues.</summary>
        public static bool operator !=(Partition left, Partition right) => !left.Equals(right);

        /// <inheritdoc/>
        public bool Equals(Partition other) => Topic == other.Topic && Name == other.Name;

        /// <inheritdoc/>
        public override bool Equals(object? other) => other is Partition partition && Equals(partition);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Topic, Name);

        /// <inheritdoc/>
        public override string ToString() => Topic + "/" + Name;
    }

    /// <summary>The messages that a fetch found, and where to go on.</summary>
    public sealed class FetchResult
    {
        /// <summary>Makes one; a program needs that in its tests only.</summary>
        public FetchResult(IReadOnlyList<ReceivedMessage> messages, long nextOffset)
        {
            Messages = messages;
            NextOffset = nextOffset;
        }

        /// <summary>The messages.</summary>
        public IReadOnlyList<ReceivedMessage> Messages { get; }

        /// <summary>Where to go on.</summary>
        public long NextOffset { get; }
    }

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
        /// Takes fetched messages, up to PollSize, waiting up to <paramref name="wait"/> (at most 10 minutes) for the
        /// first. None in time: empty. What was taken counts as consumed at the next commit.
        /// </summary>
        Task<IReadOnlyList<ReceivedMessage>> PollAsync(TimeSpan wait, CancellationToken cancellationToken = default);

        /// <summary>
        /// Fetches from one queue at an offset, without assignment and without touching the group's progress: up to
        /// <paramref name="max"/> (1 to 1,024) messages whose tags match.
        /// </summary>
        Task<FetchResult> FetchAsync(
            Partition partition, string tags, long offset, int max, TimeSpan wait,
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
        Task<long> GetOffsetAsync(
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
