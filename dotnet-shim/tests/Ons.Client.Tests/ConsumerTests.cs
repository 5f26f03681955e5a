using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: messages come to handlers and loops, as often and as many at once as they should.</summary>
    internal static class ConsumerTests
    {
        [Test("F-056", "F-038")]
        private static async Task Tags_select_with_and_without_blanks()
        {
            string topic = Topic();
            var selections = new Dictionary<string, string>
            {
                ["*"] = "A B C", ["A"] = "A", ["A||B"] = "A B", ["A || C"] = "A C", ["Nobody"] = "",
            };
            var inboxes = new Dictionary<string, Inbox<ReceivedMessage>>();
            var consumers = new List<Consumer>();
            foreach (string tags in selections.Keys)
            {
                consumers.Add(await ConsumerAsync(topic, inboxes[tags] = new Inbox<ReceivedMessage>(), tags));
            }
            await using Producer producer = await ProducerAsync();
            foreach (string tag in new[] { "A", "B", "C" })
            {
                producer.Send(new Message(topic, tag) { Tag = tag });
            }
            foreach (var selection in selections)
            {
                string[] wanted = selection.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                List<ReceivedMessage> got = await inboxes[selection.Key].TakeAsync(wanted.Length);
                Check.Sequence(wanted, got.Select(message => message.Tag).OrderBy(tag => tag), selection.Key);
                Check.Equal(0, inboxes[selection.Key].Count, "more than " + selection.Key);
            }
            await Task.WhenAll(consumers.Select(consumer => consumer.CloseAsync()));
        }

        [Test]
        private static async Task A_condition_selects_by_properties()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using var consumer = new Consumer(Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, Filter.Sql("size > 10 AND TAGS = 'A'"), message =>
            {
                inbox.Put(message);
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            foreach (string size in new[] { "9", "11" })
            {
                producer.Send(new Message(topic, size) { Tag = "A", Properties = { ["size"] = size } });
            }
            Check.Equal("11", (await inbox.TakeAsync()).BodyText);
        }

        [Test("F-054")]
        private static async Task So_many_handlers_run_at_once_as_asked_for()
        {
            string topic = Topic();
            int running = 0;
            var most = new ConcurrentBag<int>();
            using var full = new CountdownEvent(3);
            using var left = new CountdownEvent(9);
            await using var consumer = new Consumer(Configured(new ConsumerOptions { ConsumeThreadNums = 3 }));
            consumer.Subscribe(topic, "*", async (message, cancellation) =>
            {
                most.Add(Interlocked.Increment(ref running));
                if (!full.IsSet)
                {
                    full.Signal();
                }
                full.Wait(Check.Deadline);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                left.Signal();
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            await Task.WhenAll(Enumerable.Range(0, 9).Select(i => producer.SendAsync(new Message(topic, "body"))));
            Check.True(left.Wait(Check.Deadline), "all are handled");
            Check.Equal(3, most.Max(), "the most at once");
        }

        [Test("F-058", "F-059")]
        private static async Task Clustering_shares_messages_and_broadcasting_copies_them()
        {
            string topic = Topic();
            var shared = new Inbox<ReceivedMessage>();
            var copied = new Inbox<ReceivedMessage>();
            var consumers = new List<Consumer>();
            foreach (bool broadcasting in new[] { false, true })
            {
                string group = Name("GID_model");
                for (int i = 0; i < 2; i++)
                {
                    string model = broadcasting ? "BROADCASTING" : "CLUSTERING";
                    ConsumerOptions options = Configured(new ConsumerOptions { MessageModel = model }, group);
                    if (broadcasting)
                    {
                        options.Properties["InstanceName"] = "instance-" + i;
                        options.Properties["ons.offsetsFolder"] = System.IO.Path.Combine(
                            System.IO.Path.GetTempPath(), group);
                    }
                    consumers.Add(await ConsumerAsync(topic, broadcasting ? copied : shared, "*", options));
                }
            }
            await using Producer producer = await ProducerAsync();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => producer.SendAsync(new Message(topic, $"{i}"))));
            List<ReceivedMessage> once = await shared.TakeAsync(20);
            List<ReceivedMessage> twice = await copied.TakeAsync(40);
            Check.Equal(20, once.Select(message => message.MessageId).Distinct().Count(), "shared");
            Check.True(
                twice.GroupBy(message => message.MessageId).All(copies => copies.Count() == 2), "each copied once");
            await Task.WhenAll(consumers.Select(consumer => consumer.CloseAsync()));
            Check.Equal(0, shared.Count, "more shared ones");
        }

        [Test("F-060")]
        private static void Broadcasting_refuses_ordered_consumption()
        {
            OrderConsumerOptions options = Configured(new OrderConsumerOptions { MessageModel = "BROADCASTING" });
            Check.Throws<OnsUnsupportedException>(() => new OrderConsumer(options));
        }

        [Test("F-061")]
        private static async Task Different_subscriptions_in_one_group_are_in_the_brokers_log()
        {
            using var broker = new Broker();
            ConsumerOptions options = Configured(new ConsumerOptions());
            options.Endpoint = broker.Endpoint;
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer one = await ConsumerAsync("topic", inbox, "A", options);
            await using Consumer other = await ConsumerAsync("topic", inbox, "B", options);
            string line;
            do
            {
                line = await broker.Log.TakeAsync();
            }
            while (!line.Contains("WARN") || !line.Contains(options.GroupId!));
            Check.Contains("topic", line);
        }

        [Test("F-073")]
        private static async Task When_a_consumer_goes_another_takes_over()
        {
            string topic = Topic();
            string group = Name("GID_moves");
            var first = new Inbox<ReceivedMessage>();
            var second = new Inbox<ReceivedMessage>();
            Consumer going = await ConsumerAsync(topic, first, "*", Configured(new ConsumerOptions(), group));
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "1"));
            Check.Equal("1", (await first.TakeAsync()).BodyText);
            await using Consumer staying =
                await ConsumerAsync(topic, second, "*", Configured(new ConsumerOptions(), group));
            await going.CloseAsync();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => producer.SendAsync(new Message(topic, $"{i}"))));
            Check.Equal(20, (await second.TakeAsync(20)).Select(message => message.BodyText).Distinct().Count());
        }

        [Test]
        private static async Task What_a_handler_did_not_handle_comes_again()
        {
            string topic = Topic();
            var inbox = new Inbox<int>();
            await using var consumer = new Consumer(Configured(new ConsumerOptions(), SoonAgain));
            consumer.Subscribe(topic, "*", async (message, cancellation) =>
            {
                inbox.Put(message.ReconsumeTimes);
                await Task.Yield();
                return message.ReconsumeTimes switch
                {
                    0 => throw new InvalidOperationException("on purpose"),
                    1 => ConsumeResult.Later,
                    2 => default,
                    _ => ConsumeResult.Success,
                };
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "body"));
            Check.Sequence(new[] { 0, 1, 2, 3 }, await inbox.TakeAsync(4));
        }

        [Test]
        private static async Task A_loop_reads_and_says_what_was_handled()
        {
            string topic = Topic();
            await using var consumer = new Consumer(Configured(new ConsumerOptions(), SoonAgain));
            consumer.Subscribe(topic, Filter.All);
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            await producer.SendBatchAsync(new[] { new Message(topic, "1"), new Message(topic, "2") });
            var seen = new List<string>();
            using var limit = new CancellationTokenSource(Check.Deadline);
            await foreach (ReceivedMessage message in consumer.ReadAllAsync(limit.Token))
            {
                seen.Add(message.BodyText);
                if (seen.Count == 2)
                {
                    break;
                }
            }
            // The first was handled when the loop went on, the second was not.
            await foreach (ReceivedMessage message in consumer.ReadAllAsync(limit.Token))
            {
                Check.Equal(seen[1], message.BodyText, "what comes again");
                Check.Equal(1, message.ReconsumeTimes);
                message.Complete();
                message.Complete(ConsumeResult.Later);
                break;
            }
            Check.Equal(2L, consumer.GetStatistics().Consumed);
            await Check.ThrowsAsync<OperationCanceledException>(async () =>
            {
                using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
                await foreach (ReceivedMessage message in consumer.ReadAllAsync(soon.Token))
                {
                    Check.True(false, "nothing comes any more, but " + message.BodyText);
                }
            });
        }

        [Test]
        private static async Task Loops_end_when_the_consumer_is_closed()
        {
            string topic = Topic();
            await using var consumer = new Consumer(Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, Filter.All);
            await consumer.StartAsync();
            Task[] loops = Enumerable.Range(0, 3).Select(i => Task.Run(async () =>
            {
                await foreach (ReceivedMessage message in consumer.ReadAllAsync())
                {
                    Check.True(false, "nothing was sent, but " + message.BodyText);
                }
            })).ToArray();
            await Check.Within(consumer.CloseAsync());
            await Check.Within(Task.WhenAll(loops));
        }

        [Test]
        private static async Task A_consumer_that_nobody_reads_closes_all_the_same()
        {
            string topic = Topic();
            await using var consumer = new Consumer(Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, Filter.All);
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => producer.SendAsync(new Message(topic, "body"))));
            await Check.Within(consumer.CloseAsync(), TimeSpan.FromSeconds(5));
        }

        [Test]
        private static async Task A_consumer_has_either_handlers_or_loops()
        {
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer handling = await ConsumerAsync(Topic(), inbox);
            Check.Throws<OnsStateException>(() => handling.Subscribe(Topic(), Filter.All));
            Check.Throws<OnsStateException>(() => handling.ReadAllAsync());
            await using var reading = new Consumer(Configured(new ConsumerOptions()));
            reading.Subscribe(Topic(), Filter.All);
            Check.Throws<OnsStateException>(() => reading.Subscribe(Topic(), "*", message => ConsumeResult.Success));
        }

        [Test]
        private static async Task A_handler_cannot_close_its_consumer_and_learns_when_somebody_else_does()
        {
            string topic = Topic();
            var refused = new Inbox<Exception>();
            var entered = new TaskCompletionSource<bool>();
            bool left = false;
            var consumer = new Consumer(Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, "*", async (message, cancellation) =>
            {
                refused.Put(Check.Throws<OnsStateException>(consumer.Close));
                await Task.Yield();
                refused.Put(await Check.ThrowsAsync<OnsStateException>(consumer.CloseAsync));
                entered.SetResult(true);
                var closing = new TaskCompletionSource<bool>();
                using (cancellation.Register(() => closing.SetResult(true)))
                {
                    await closing.Task;
                }
                left = true;
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "body"));
            await refused.TakeAsync(2);
            await Check.Within(entered.Task);
            await Check.Within(consumer.CloseAsync());
            Check.True(left, "closing waited for the handler");
        }

        [Test]
        private static async Task A_batch_handler_gets_several_messages_with_one_answer()
        {
            string topic = Topic();
            var inbox = new Inbox<int>();
            var options = Configured(new BatchConsumerOptions
            {
                ConsumeMessageBatchMaxSize = 4, BatchConsumeMaxAwaitDuration = TimeSpan.FromSeconds(5),
            });
            await using var consumer = new BatchConsumer(options);
            consumer.Subscribe(topic, "*", messages =>
            {
                inbox.Put(messages.Select(message => message.Properties["n"]).Distinct().Count());
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(
                i => producer.SendAsync(new Message(topic, "body") { Properties = { ["n"] = $"{i}" } })));
            Check.Equal(8, (await inbox.TakeAsync(2)).Sum(), "in two batches");
        }

        [Test]
        private static async Task A_rate_limit_and_an_unsubscription_are_kept()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            consumer.SetRateLimit(topic, 1000);
            Check.Throws<OnsInvalidException>(() => consumer.SetRateLimit(topic, 0));
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "1"));
            await inbox.TakeAsync();
            consumer.Unsubscribe(topic);
            consumer.Unsubscribe("a topic that was never subscribed");
        }

        [Test]
        private static async Task Broadcasting_keeps_its_progress_where_it_is_told_to()
        {
            string topic = Topic();
            var store = new MemoryStore();
            var inbox = new Inbox<ReceivedMessage>();
            await using var consumer = new Consumer(Configured(new ConsumerOptions { MessageModel = "BROADCASTING" }));
            consumer.SetOffsetStore(store);
            consumer.Subscribe(topic, "*", message =>
            {
                inbox.Put(message);
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "body"));
            await inbox.TakeAsync();
            await consumer.CloseAsync();
            Check.True(store.Offsets.Values.Contains(1), "the progress was written");
        }

        private sealed class MemoryStore : IOffsetStore
        {
            internal ConcurrentDictionary<string, long> Offsets { get; } = new ConcurrentDictionary<string, long>();

            public long? Read(string topic, string partition) =>
                Offsets.TryGetValue(topic + partition, out long offset) ? offset : (long?)null;

            public void Write(string topic, string partition, long offset) => Offsets[topic + partition] = offset;
        }
    }
}
