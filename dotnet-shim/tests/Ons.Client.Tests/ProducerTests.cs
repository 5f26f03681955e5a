using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: messages go out in every way, arrive whole, and what cannot be sent has a typed error.</summary>
    internal static class ProducerTests
    {
        [Test("F-030", "F-037", "F-038", "F-039", "F-050")]
        private static async Task A_message_arrives_with_all_that_it_was_sent_with()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            await using Producer producer = await ProducerAsync();
            var message = new Message(topic, "grüße 🚀")
            {
                Tag = "TagA",
                Key = "key-1 key-2",
                Properties = { ["colour"] = "grün", ["empty"] = "" },
            };
            DateTimeOffset before = DateTimeOffset.UtcNow.AddMinutes(-1);

            SendResult result = await Check.Within(producer.SendAsync(message));

            ReceivedMessage received = await inbox.TakeAsync();
            Check.Equal(result.MessageId, received.MessageId);
            Check.Equal(topic, received.Topic);
            Check.Equal("grüße 🚀", received.BodyText);
            Check.Equal("TagA", received.Tag);
            Check.Equal("key-1 key-2", received.Key);
            Check.Equal("grün", received.Properties["colour"]);
            Check.True(received.BornAt > before && received.BornAt < before.AddMinutes(2), "it was born now");
            Check.True(received.BornHost.Length > 0, "it was born somewhere");
            Check.Equal(0, received.ReconsumeTimes);
        }

        [Test("F-040")]
        private static async Task A_body_of_any_bytes_and_size_arrives_unchanged()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            await using Producer producer = await ProducerAsync();
            foreach (int size in new[] { 1, 255, 256, 65_537, 1_000_003, 4 << 20 })
            {
                byte[] body = Enumerable.Range(0, size).Select(i => (byte)(i * 31)).ToArray();
                await Check.Within(producer.SendAsync(new Message(topic, body)));
                Check.Sequence(body, (await inbox.TakeAsync()).Body.ToArray(), $"a body of {size} bytes");
            }
        }

        [Test("F-030")]
        private static async Task A_synchronous_send_gives_the_id()
        {
            await using Producer producer = await ProducerAsync();
            Check.True(producer.Send(new Message(Topic(), "body")).MessageId.Length > 0, "there is an id");
            Check.Equal(1L, producer.GetStatistics().Sent);
        }

        [Test("F-031")]
        private static async Task An_asynchronous_send_has_one_outcome_success_or_failure()
        {
            await using Producer producer = await ProducerAsync();
            string topic = Topic();
            SendResult[] results = await Check.Within(Task.WhenAll(
                Enumerable.Range(0, 100).Select(i => producer.SendAsync(new Message(topic, "body " + i)))));
            Check.Equal(100, results.Select(result => result.MessageId).Distinct().Count(), "ids");
            var error = await Check.ThrowsAsync<OnsInvalidException>(
                () => producer.SendAsync(new Message("no such topic!", "body")));
            Check.Equal("ILLEGAL_TOPIC", error.Name);
            Check.True(!error.IsRetryable && !error.IsFatal && !error.IsTimeout, "it is the caller's fault");
        }

        [Test("F-032")]
        private static async Task A_one_way_send_returns_at_once()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            await using Producer producer = await ProducerAsync();
            producer.SendOneWay(new Message(topic, "one-way"));
            Check.Equal("one-way", (await inbox.TakeAsync()).BodyText);
        }

        [Test]
        private static async Task Each_message_of_a_batch_has_its_own_outcome()
        {
            await using Producer producer = await ProducerAsync();
            string topic = Topic();
            IReadOnlyList<SendOutcome> outcomes = await Check.Within(producer.SendBatchAsync(new[]
            {
                new Message(topic, "1"), new Message("no such topic!", "2"), new Message(topic, "3"),
                new Message("nor this one!", "4"),
            }));
            Check.Sequence(new[] { true, false, true, false }, outcomes.Select(outcome => outcome.IsSuccess));
            Check.Equal(OnsStatus.Invalid, outcomes[1].Error!.Status);
            Check.Contains("no such topic!", outcomes[1].Error!.Message);
            Check.Throws<OnsInvalidException>(() => outcomes[3].Result.ToString());
            Check.Contains("nor this one!", outcomes[3].Error!.Message);
            await Check.ThrowsAsync<OnsInvalidException>(() => producer.SendBatchAsync(Array.Empty<Message>()));
        }

        [Test("F-090", "F-094")]
        private static async Task A_delayed_message_comes_at_its_time()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            await using Producer producer = await ProducerAsync();
            DateTimeOffset at = DateTimeOffset.UtcNow.AddSeconds(3);
            await Check.Within(producer.SendAsync(new Message(topic, "later") { DeliverAt = at }));
            Check.Equal("later", (await inbox.TakeAsync()).BodyText);
            double off = (DateTimeOffset.UtcNow - at).TotalSeconds;
            Check.True(off > -0.1 && off < Check.Deadline.TotalSeconds, $"it comes at its time, {off:F2} s off");
        }

        [Test]
        private static async Task A_delayed_message_is_recalled_once()
        {
            await using Producer producer = await ProducerAsync();
            string topic = Topic();
            SendResult sent = await Check.Within(producer.SendAsync(
                new Message(topic, "never") { DeliverAt = DateTimeOffset.UtcNow.AddHours(1) }));
            Check.Equal(sent.MessageId, await Check.Within(producer.RecallAsync(topic, sent.RecallHandle)));
            await Check.ThrowsAsync<OnsInvalidException>(() => producer.RecallAsync(topic, sent.RecallHandle));
        }

        [Test("F-007")]
        private static async Task Thirty_two_threads_share_a_producer()
        {
            await using Producer producer = await ProducerAsync();
            string topic = Topic();
            var ids = new HashSet<string>();
            Thread[] threads = Enumerable.Range(0, 32).Select(i => new Thread(() =>
            {
                for (int n = 0; n < 20; n++)
                {
                    string id = producer.Send(new Message(topic, $"{i} {n}")).MessageId;
                    lock (ids)
                    {
                        ids.Add(id);
                    }
                }
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Check.True(threads.All(thread => thread.Join(Check.Deadline)), "all threads end");
            Check.Equal(640, ids.Count, "ids");
            Check.Equal(640L, producer.GetStatistics().Sent);
        }

        [Test("F-036")]
        private static async Task Messages_without_order_take_the_queues_by_turns()
        {
            string topic = Topic();
            await using Producer producer = await ProducerAsync();
            await using var consumer = new PullConsumer(Configured(new PullConsumerOptions()));
            await consumer.StartAsync();
            for (int i = 0; i < 64; i++)
            {
                producer.Send(new Message(topic, "body"));
            }
            foreach (Partition partition in await consumer.GetPartitionsAsync(topic))
            {
                Check.Equal((0L, 8L), await consumer.GetOffsetLimitsAsync(partition), partition.ToString());
            }
        }

        [Test("F-045")]
        private static async Task A_topic_refuses_what_it_was_not_declared_for()
        {
            await using Producer producer = await ProducerAsync();
            var error = await Check.ThrowsAsync<OnsInvalidException>(() => producer.SendAsync(
                new Message("normal-only", "later") { DeliverAt = DateTimeOffset.UtcNow.AddHours(1) }));
            Check.Contains("normal-only", error.Message);
        }

        [Test("F-011")]
        private static async Task A_silent_broker_makes_a_send_fail_in_its_time()
        {
            using var broker = new Broker();
            ProducerOptions options = Configured(new ProducerOptions { SendMsgTimeout = TimeSpan.FromSeconds(3) });
            options.Endpoint = broker.Endpoint;
            await using Producer producer = await StartedAsync(new Producer(options));
            SendPatiently(producer, new Message("topic", "it answers"));
            broker.Freeze();
            try
            {
                var watch = Stopwatch.StartNew();
                var error = await Check.ThrowsAsync<OnsTimeoutException>(
                    () => producer.SendAsync(new Message("topic", "it does not")));
                Check.True(error.IsTimeout && error.IsRetryable, "it may succeed later");
                double seconds = watch.Elapsed.TotalSeconds;
                Check.True(seconds > 2 && seconds < 10, $"it took {seconds:F1} s");
                producer.SendOneWay(new Message("topic", "nobody hears"));
                IReadOnlyList<SendOutcome> outcomes = await Check.Within(producer.SendBatchAsync(new[]
                {
                    new Message("topic", "1"), new Message("topic", ""), new Message("topic", "3"),
                }));
                Check.Sequence(
                    new[] { true, false, true }, outcomes.Select(outcome => outcome.Error!.IsRetryable), "retryable");
            }
            finally
            {
                broker.Resume();
            }
        }

        [Test]
        private static async Task Too_many_sends_in_flight_are_refused_and_closing_ends_all()
        {
            using var broker = new Broker();
            ProducerOptions options = Configured(
                new ProducerOptions { MaxInFlightMessages = 2, SendMsgTimeout = TimeSpan.FromSeconds(5) });
            options.Endpoint = broker.Endpoint;
            Producer producer = await StartedAsync(new Producer(options));
            SendPatiently(producer, new Message("topic", "it answers"));
            broker.Freeze();
            try
            {
                Task<SendResult>[] sends =
                    Enumerable.Range(0, 3).Select(i => producer.SendAsync(new Message("topic", "body"))).ToArray();
                var throttled = await Check.ThrowsAsync<OnsThrottledException>(() => sends[2]);
                Check.True(throttled.IsThrottled && throttled.IsRetryable, "it may succeed later");
                await Check.Within(producer.CloseAsync());
                foreach (Task<SendResult> send in sends.Take(2))
                {
                    Check.True(send.IsCompleted || send.Wait(Check.Deadline), "closing ends it");
                }
            }
            catch (AggregateException e) when (e.InnerException is OnsException)
            {
                // What was in flight has failed, as it should.
            }
            finally
            {
                broker.Resume();
            }
        }

        // The machine may be busy, and the time for a send is short here.
        private static void SendPatiently(Producer producer, Message message)
        {
            var watch = Stopwatch.StartNew();
            for (;;)
            {
                try
                {
                    producer.Send(message);
                    return;
                }
                catch (OnsTimeoutException) when (watch.Elapsed < Check.Deadline)
                {
                    // Once more.
                }
            }
        }

        [Test("F-093")]
        private static async Task A_delayed_message_survives_a_restart_of_the_broker()
        {
            using var broker = new Broker(Resources);
            ProducerOptions options = Configured(new ProducerOptions { SendMsgTimeout = TimeSpan.FromSeconds(20) });
            options.Endpoint = broker.Endpoint;
            ConsumerOptions consuming = Configured(new ConsumerOptions());
            consuming.Endpoint = broker.Endpoint;
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync("delayed", inbox, "*", consuming);
            await using Producer producer = await StartedAsync(new Producer(options));
            await Check.Within(producer.SendAsync(
                new Message("delayed", "later") { DeliverAt = DateTimeOffset.UtcNow.AddSeconds(4) }));
            broker.Restart();
            Check.Equal("later", (await inbox.TakeAsync()).BodyText);
            await Check.Within(producer.SendAsync(new Message("delayed", "goes on")));
            Check.Equal("goes on", (await inbox.TakeAsync()).BodyText);
        }

        [Test]
        private static async Task A_send_may_be_cancelled_before_and_while_it_runs()
        {
            await using Producer producer = await ProducerAsync();
            var message = new Message(Topic(), "body");
            using var cancelled = new CancellationTokenSource();
            cancelled.Cancel();
            await Check.ThrowsAsync<TaskCanceledException>(() => producer.SendAsync(message, cancelled.Token));
            Check.Equal(0L, producer.GetStatistics().Sent);
            using var unused = new CancellationTokenSource();
            await Check.Within(producer.SendAsync(message, unused.Token));
            unused.Cancel();
        }

        [Test]
        private static async Task Text_that_is_not_well_formed_is_refused_by_its_name()
        {
            await using Producer producer = await ProducerAsync();
            var error = await Check.ThrowsAsync<OnsInvalidException>(
                () => producer.SendAsync(new Message(Topic(), "body") { Tag = "half \ud83d" }));
            Check.Contains("the tag", error.Message);
            Check.Contains("index 5", error.Message);
            Check.Throws<ArgumentNullException>(() => producer.Send(null!));
            Check.Throws<ArgumentNullException>(() => new Message(null!, "body"));
        }
    }
}
