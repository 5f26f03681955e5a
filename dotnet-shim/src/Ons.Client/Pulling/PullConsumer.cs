using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A consumer that fetches by itself from queues it chooses.</summary>
    public sealed unsafe class PullConsumer : MessagingClient, IPullConsumer
    {
        private const int FirstCapacity = 256 * 1024;

        // Upper bound on how long a cancelled wait may continue.
        private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

        private readonly TimeSpan pollTimeout;

        /// <summary>Makes a pull consumer, not started.</summary>
        /// <exception cref="OnsInvalidException">An option is missing or out of range.</exception>
        public PullConsumer(PullConsumerOptions options) : base(options, Native.ons_pull_consumer_open) =>
            pollTimeout = TimeSpan.FromMilliseconds(NumberOf(PropertyKeys.PollTimeout));

        private delegate int PartitionCall(ClientHandle client, NativePartition partition, NativeError* error);

        private delegate int PartitionsCall(
            ClientHandle client, NativePartition* partitions, UIntPtr count, NativeError* error);

        private delegate int TakeCall(
            byte* buffer, UIntPtr capacity, UIntPtr* size, UIntPtr* count, NativeError* error);

        /// <inheritdoc/>
        public Task<IReadOnlyList<Partition>> GetPartitionsAsync(
            string topic, CancellationToken cancellationToken = default) =>
            Task.Run(() => GetPartitions(topic), cancellationToken);

        /// <inheritdoc/>
        public void Assign(IEnumerable<Partition> partitions) => WithAll(partitions, Native.ons_pull_assign);

        /// <inheritdoc/>
        public void OnPartitionsChanged(string topic, Action<string, IReadOnlyList<Partition>> changed)
        {
            if (changed == null)
            {
                throw new ArgumentNullException(nameof(changed));
            }
            using var lent = new LentText(topic ?? throw new ArgumentNullException(nameof(topic)), nameof(topic));
            Action<string, string> callback = (of, names) => changed(of, Split(of, names));
            var error = NativeError.Empty;
            Errors.Check(
                Native.ons_pull_on_partitions_changed(
                    Handle, lent.Text, Callbacks.Partitions, Callbacks.Context(callback), Callbacks.Release, &error),
                &error);
        }

        /// <inheritdoc/>
        public Task<IReadOnlyList<ReceivedMessage>> PollAsync(
            TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            InSlices(timeout ?? pollTimeout, Poll, messages => messages.Count > 0, cancellationToken);

        /// <inheritdoc/>
        public Task<FetchResult> FetchAsync(
            Partition partition, string tags, long offset, int max = 32, TimeSpan? timeout = null,
            CancellationToken cancellationToken = default)
        {
            long next = offset;
            return InSlices(
                timeout ?? pollTimeout,
                waitMs =>
                {
                    FetchResult found = Fetch(partition, tags, next, max, waitMs);
                    next = found.NextOffset;
                    return found;
                },
                found => found.Messages.Count > 0,
                cancellationToken);
        }

        /// <inheritdoc/>
        public void Seek(Partition partition, long offset) =>
            With(partition, (client, native, error) => Native.ons_pull_seek(client, native, offset, error));

        /// <inheritdoc/>
        public void SeekToBeginning(Partition partition) => With(partition, Native.ons_pull_seek_to_beginning);

        /// <inheritdoc/>
        public void SeekToEnd(Partition partition) => With(partition, Native.ons_pull_seek_to_end);

        /// <inheritdoc/>
        public void Pause(IEnumerable<Partition> partitions) => WithAll(partitions, Native.ons_pull_pause);

        /// <inheritdoc/>
        public void Resume(IEnumerable<Partition> partitions) => WithAll(partitions, Native.ons_pull_resume);

        /// <inheritdoc/>
        public Task<long> GetOffsetForTimeAsync(
            Partition partition, DateTimeOffset time, CancellationToken cancellationToken = default) =>
            Task.Run(
                () =>
                {
                    long offset = 0;
                    long at = time.ToUnixTimeMilliseconds();
                    With(partition, (client, native, error) =>
                    {
                        long found;
                        int status = Native.ons_pull_offset_for_time(client, native, at, &found, error);
                        offset = found;
                        return status;
                    });
                    return offset;
                },
                cancellationToken);

        /// <inheritdoc/>
        public Task<long?> GetCommittedAsync(Partition partition, CancellationToken cancellationToken = default) =>
            Task.Run(
                () =>
                {
                    long offset = 0;
                    With(partition, (client, native, error) =>
                    {
                        long found;
                        int status = Native.ons_pull_committed(client, native, &found, error);
                        offset = found;
                        return status;
                    });
                    return offset < 0 ? (long?)null : offset;
                },
                cancellationToken);

        /// <inheritdoc/>
        public Task<(long First, long End)> GetOffsetLimitsAsync(
            Partition partition, CancellationToken cancellationToken = default) =>
            Task.Run(
                () =>
                {
                    (long First, long End) limits = default;
                    With(partition, (client, native, error) =>
                    {
                        long first;
                        long end;
                        int status = Native.ons_pull_offset_limits(client, native, &first, &end, error);
                        limits = (first, end);
                        return status;
                    });
                    return limits;
                },
                cancellationToken);

        /// <inheritdoc/>
        public Task CommitAsync(CancellationToken cancellationToken = default) =>
            Task.Run(
                () =>
                {
                    var error = NativeError.Empty;
                    Errors.Check(Native.ons_pull_commit(Handle, &error), &error);
                },
                cancellationToken);

        /// <inheritdoc/>
        public Task CommitAsync(Partition partition, long offset, CancellationToken cancellationToken = default) =>
            Task.Run(
                () => With(
                    partition,
                    (client, native, error) => Native.ons_pull_commit_offset(client, native, offset, error)),
                cancellationToken);

        // A call cannot be cancelled while it waits; so a long wait is several short ones.
        private static Task<T> InSlices<T>(
            TimeSpan timeout, Func<int, T> call, Func<T, bool> isEnough, CancellationToken cancellationToken)
        {
            TimeSpan left = TimeSpan.FromMilliseconds(Times.Wait(timeout, nameof(timeout)));
            return Task.Run(
                () =>
                {
                    for (;;)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        TimeSpan slice = !cancellationToken.CanBeCanceled || left < Slice ? left : Slice;
                        T found = call((int)slice.TotalMilliseconds);
                        left -= slice;
                        if (isEnough(found) || left <= TimeSpan.Zero)
                        {
                            return found;
                        }
                    }
                },
                cancellationToken);
        }

        private IReadOnlyList<Partition> GetPartitions(string topic)
        {
            using var lent = new LentText(topic ?? throw new ArgumentNullException(nameof(topic)), nameof(topic));
            NativeBuffer names = default;
            var error = NativeError.Empty;
            Errors.Check(Native.ons_pull_partitions(Handle, lent.Text, &names, &error), &error);
            return Split(topic, Errors.Take(ref names));
        }

        private IReadOnlyList<ReceivedMessage> Poll(int waitMs) =>
            Take((buffer, capacity, size, count, error) =>
                Native.ons_pull_poll(Handle, waitMs, buffer, capacity, size, count, error));

        private FetchResult Fetch(Partition partition, string tags, long offset, int max, int waitMs)
        {
            if (max < 1)
            {
                throw Errors.Invalid($"max is {max}; it must be 1 to 1,024");
            }
            long next = offset;
            IReadOnlyList<ReceivedMessage> messages = Take((buffer, capacity, size, count, error) =>
            {
                using var topic = new LentText(partition.Topic, nameof(partition));
                using var name = new LentText(partition.Name, nameof(partition));
                using var expression = new LentText(tags, nameof(tags));
                long found = offset;
                int status = Native.ons_pull_fetch(
                    Handle, new NativePartition { Topic = topic.Text, Name = name.Text }, expression.Text, offset,
                    (uint)max, waitMs, buffer, capacity, size, count, &found, error);
                next = found;
                return status;
            });
            return new FetchResult(messages, next);
        }

        private static IReadOnlyList<ReceivedMessage> Take(TakeCall call)
        {
            int capacity = FirstCapacity;
            for (;;)
            {
                var buffer = new byte[capacity];
                UIntPtr size;
                UIntPtr count;
                var error = NativeError.Empty;
                int status;
                fixed (byte* start = buffer)
                {
                    status = call(start, (UIntPtr)capacity, &size, &count, &error);
                }
                if (status == (int)OnsStatus.Buffer && (int)size > capacity)
                {
                    capacity = (int)size;
                    continue;
                }
                Errors.Check(status, &error);
                return Decode(new ReadOnlySpan<byte>(buffer, 0, (int)size), (int)count);
            }
        }

        private static ReceivedMessage[] Decode(ReadOnlySpan<byte> frames, int count)
        {
            var messages = new ReceivedMessage[count];
            for (int i = 0; i < count; i++)
            {
                var frame = new Frame(frames);
                messages[i] = frame.ToMessage();
                frames = frames.Slice(frame.Size);
            }
            return messages;
        }

        private static IReadOnlyList<Partition> Split(string topic, string names) =>
            names.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(name => new Partition(topic, name))
                .ToArray();

        private void With(Partition partition, PartitionCall call)
        {
            using var topic = new LentText(partition.Topic, nameof(partition));
            using var name = new LentText(partition.Name, nameof(partition));
            var error = NativeError.Empty;
            Errors.Check(
                call(Handle, new NativePartition { Topic = topic.Text, Name = name.Text }, &error), &error);
        }

        private void WithAll(IEnumerable<Partition> partitions, PartitionsCall call)
        {
            Partition[] all = (partitions ?? throw new ArgumentNullException(nameof(partitions))).ToArray();
            long size = 0;
            foreach (Partition partition in all)
            {
                size += sizeof(NativePartition) + Arena.Measure(partition.Topic, nameof(partition))
                    + Arena.Measure(partition.Name, nameof(partition));
            }
            using var arena = new Arena(size);
            NativePartition* first = arena.Take<NativePartition>(all.Length);
            for (int i = 0; i < all.Length; i++)
            {
                first[i] = new NativePartition { Topic = arena.Add(all[i].Topic), Name = arena.Add(all[i].Name) };
            }
            var error = NativeError.Empty;
            Errors.Check(call(Handle, first, (UIntPtr)all.Length, &error), &error);
        }
    }
}
