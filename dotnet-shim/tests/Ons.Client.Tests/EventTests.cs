using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: an error while events are taken ends nothing, and is reported.</summary>
    internal static class EventTests
    {
        [Test]
        private static async Task Events_are_taken_on_after_errors_and_end_with_the_client()
        {
            // given: a consumer with events, whose pump meets errors of both kinds
            string topic = Topic();
            int failuresOfFrames = 2;
            int failuresOfTurns = 2;
            var tokens = new Inbox<ulong>();
            var ended = new Inbox<OnsError?>();
            var consumer = new Consumer(
                Configured(new ConsumerOptions { ShutdownTimeout = TimeSpan.FromMilliseconds(100) }));
            EventPump.UseEvents(consumer.Handle);
            Subscribe(consumer, topic);
            var pump = new EventPump(
                consumer.Handle,
                frame =>
                {
                    if (Interlocked.Decrement(ref failuresOfFrames) >= 0)
                    {
                        throw new OutOfMemoryException("a frame, on purpose");
                    }
                    tokens.Put(frame.Token);
                    Answer(consumer, frame.Token);
                },
                () =>
                {
                    if (Interlocked.Decrement(ref failuresOfTurns) >= 0)
                    {
                        throw new OutOfMemoryException("a turn, on purpose");
                    }
                },
                ended.Put);
            // when
            await StartedAsync(consumer);
            pump.Start();
            await using Producer producer = await ProducerAsync();
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => producer.SendAsync(new Message(topic, $"{i}"))));
            // then: those that failed are not answered, all others are
            Check.Equal(8, (await tokens.TakeAsync(8)).Distinct().Count());
            await Check.Within(consumer.CloseAsync());
            Check.Equal(null, await ended.TakeAsync());
        }

        private static unsafe void Subscribe(Consumer consumer, string topic)
        {
            using var lent = new LentText(topic, nameof(topic));
            var error = NativeError.Empty;
            Errors.Check(
                Native.ons_consumer_subscribe(
                    consumer.Handle, lent.Text, default, 0, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, &error),
                &error);
        }

        private static unsafe void Answer(Consumer consumer, ulong token)
        {
            int answer = (int)ConsumeResult.Success;
            var error = NativeError.Empty;
            Errors.Check(
                Native.ons_events_complete(consumer.Handle, &token, &answer, (UIntPtr)1, &error), &error);
        }
    }
}
