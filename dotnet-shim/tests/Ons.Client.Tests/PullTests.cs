using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: a pull consumer goes where it wants in the queues of a topic.</summary>
    internal static class PullTests
    {
        [Test]
        private static async Task Assigned_queues_are_polled_sought_and_committed()
        {
            string topic = Topic();
            await using Producer producer = await ProducerAsync();
            await producer.SendBatchAsync(
                Enumerable.Range(0, 24).Select(i => new Message(topic, $"{i}")).ToList());
            await using PullConsumer consumer = await PullConsumerAsync();
            IReadOnlyList<Partition> partitions = await consumer.GetPartitionsAsync(topic);
            Check.Equal(8, partitions.Count, "queues");
            consumer.Assign(partitions);
            foreach (Partition partition in partitions)
            {
                consumer.SeekToBeginning(partition);
            }
            Check.Equal(24, (await TakeAsync(consumer, 24)).Count, "messages");
            await Check.Within(consumer.CommitAsync());
            Check.Equal(3L, await consumer.GetCommittedAsync(partitions[0]));
            consumer.Pause(partitions.Skip(1));
            consumer.Seek(partitions[0], 1);
            Check.Sequence(
                new[] { 1L, 2L }, (await TakeAsync(consumer, 2)).Select(message => message.Offset), "offsets");
            consumer.Resume(partitions);
            consumer.SeekToEnd(partitions[0]);
            Check.Equal(0, (await consumer.PollAsync(TimeSpan.FromMilliseconds(200))).Count, "behind the end");
        }

        [Test]
        private static async Task One_queue_is_fetched_at_an_offset()
        {
            await using Producer producer = await ProducerAsync();
            await using PullConsumer consumer = await PullConsumerAsync();
            Partition partition = (await consumer.GetPartitionsAsync("one-queue")).Single();
            long first = (await consumer.GetOffsetLimitsAsync(partition)).End;
            DateTimeOffset before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
            foreach (string tag in new[] { "A", "B", "A" })
            {
                producer.Send(new Message("one-queue", tag) { Tag = tag, Properties = { ["k"] = "v" } });
            }
            FetchResult found = await Check.Within(
                consumer.FetchAsync(partition, "A", first, 10, TimeSpan.FromSeconds(5)));
            Check.Sequence(new[] { first, first + 2 }, found.Messages.Select(message => message.Offset));
            Check.Equal("v", found.Messages[0].Properties["k"]);
            Check.Equal(first + 3, found.NextOffset);
            Check.Equal(first, await consumer.GetOffsetForTimeAsync(partition, before));
            Check.Equal<long?>(null, await consumer.GetCommittedAsync(partition), "not committed");
            await consumer.CommitAsync(partition, first);
            Check.Equal<long?>(first, await consumer.GetCommittedAsync(partition));
            await Check.ThrowsAsync<OnsInvalidException>(
                () => consumer.FetchAsync(partition, "*", first, 0, TimeSpan.Zero));
            await Check.ThrowsAsync<OnsInvalidException>(() => consumer.PollAsync(TimeSpan.FromHours(1)));
        }

        [Test]
        private static async Task A_message_larger_than_the_first_buffer_is_polled()
        {
            string topic = Topic();
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, new byte[1 << 20]));
            await using PullConsumer consumer = await PullConsumerAsync();
            IReadOnlyList<Partition> partitions = await consumer.GetPartitionsAsync(topic);
            consumer.Assign(partitions);
            foreach (Partition partition in partitions)
            {
                consumer.SeekToBeginning(partition);
            }
            Check.Equal(1 << 20, (await TakeAsync(consumer, 1)).Single().Body.Length);
        }

        [Test]
        private static async Task A_long_poll_may_be_cancelled()
        {
            await using PullConsumer consumer = await PullConsumerAsync();
            consumer.Assign(await consumer.GetPartitionsAsync(Topic()));
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            await Check.ThrowsAsync<OperationCanceledException>(
                () => consumer.PollAsync(TimeSpan.FromMinutes(5), soon.Token));
        }

        private static Task<PullConsumer> PullConsumerAsync() =>
            StartedAsync(new PullConsumer(Configured(new PullConsumerOptions { AutoCommit = false })));

        private static async Task<List<ReceivedMessage>> TakeAsync(PullConsumer consumer, int count)
        {
            var taken = new List<ReceivedMessage>();
            using var limit = new CancellationTokenSource(Check.Deadline);
            while (taken.Count < count)
            {
                taken.AddRange(await consumer.PollAsync(TimeSpan.FromSeconds(5), limit.Token));
            }
            return taken;
        }
    }
}
