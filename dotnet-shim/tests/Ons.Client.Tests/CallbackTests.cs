using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: callbacks of every kind may send, close other clients, throw and block; others come.</summary>
    internal static class CallbackTests
    {
        private delegate Task<Func<string, Task>> Prepare(Stage stage, Func<string, Task> callback);

        private static readonly Dictionary<string, Prepare> Kinds = new Dictionary<string, Prepare>
        {
            ["handler"] = async (stage, callback) =>
            {
                var consumer = new Consumer(Configured(new ConsumerOptions()));
                consumer.Subscribe(stage.Topic, "TagA", async (message, cancellation) =>
                {
                    await callback(message.BodyText);
                    return ConsumeResult.Success;
                });
                stage.Own = await StartedAsync(consumer);
                return stage.SendAsync;
            },
            ["ordered handler"] = async (stage, callback) =>
            {
                var consumer = new OrderConsumer(Configured(new OrderConsumerOptions()));
                consumer.Subscribe(stage.Topic, "TagA", message =>
                {
                    callback(message.BodyText).GetAwaiter().GetResult();
                    return ConsumeResult.Success;
                });
                stage.Own = await StartedAsync(consumer);
                return stage.SendAsync;
            },
            ["batch handler"] = async (stage, callback) =>
            {
                var consumer = new BatchConsumer(Configured(new BatchConsumerOptions()));
                consumer.Subscribe(stage.Topic, "TagA", async (messages, cancellation) =>
                {
                    foreach (ReceivedMessage message in messages)
                    {
                        await callback(message.BodyText);
                    }
                    return ConsumeResult.Success;
                });
                stage.Own = await StartedAsync(consumer);
                return stage.SendAsync;
            },
            ["checker"] = async (stage, callback) =>
            {
                TransactionProducer producer = await TransactionsAsync(stage, callback);
                return body => producer.SendAsync(
                    new Message(stage.Topic, body), (half, cancellation) => Task.FromResult(TransactionStatus.Unknown));
            },
            ["executer"] = async (stage, callback) =>
            {
                TransactionProducer producer = await TransactionsAsync(stage, body => Task.CompletedTask);
                return body => Detached(() => producer.SendAsync(
                    new Message(stage.Topic, body), async (half, cancellation) =>
                    {
                        await callback(body);
                        return TransactionStatus.Commit;
                    }));
            },
            ["executer on the sending thread"] = async (stage, callback) =>
            {
                TransactionProducer producer = await TransactionsAsync(stage, body => Task.CompletedTask);
                return body => Detached(() => Task.Run(() => producer.Send(new Message(stage.Topic, body), half =>
                {
                    callback(body).GetAwaiter().GetResult();
                    return TransactionStatus.Commit;
                })));
            },
            ["continuation of a send"] = (stage, callback) =>
            {
                stage.Own = null;
                return Task.FromResult<Func<string, Task>>(body => Detached(async () =>
                {
                    await stage.Producer.SendAsync(new Message(stage.Topic, body));
                    await callback(body);
                }));
            },
        };

        private static readonly Dictionary<string, Func<Stage, Task>> Acts = new Dictionary<string, Func<Stage, Task>>
        {
            ["sends"] = async stage =>
            {
                await stage.Producer.SendAsync(new Message(stage.Topic, "sent by a callback"));
                stage.Producer.Send(new Message(stage.Topic, "sent by a callback"));
                stage.Done.Put("sent");
            },
            ["closes another"] = async stage =>
            {
                await stage.Other.CloseAsync();
                Check.Throws<OnsClosedException>(() => stage.Other.Send(new Message(stage.Topic, "body")));
                stage.Done.Put("closed");
            },
            ["awaits its own close"] = async stage =>
            {
                if (stage.Own != null)
                {
                    Check.Throws<OnsStateException>(stage.Own.Close);
                    await Check.ThrowsAsync<OnsStateException>(stage.Own.CloseAsync);
                }
                stage.Done.Put("refused");
            },
            ["blocks"] = stage =>
            {
                stage.Done.Put("blocks");
                stage.Leave.Wait(Check.Deadline + Check.Deadline);
                return Task.CompletedTask;
            },
            ["throws"] = stage =>
            {
                stage.Done.Put("throws");
                throw new OutOfMemoryException("on purpose");
            },
            ["throws behind an await"] = async stage =>
            {
                await Task.Yield();
                stage.Done.Put("throws");
                throw new OperationCanceledException("on purpose");
            },
        };

        [Test]
        private static Task A_callback_may_do_anything() =>
            Task.WhenAll(Kinds.Select(async kind =>
            {
                foreach (KeyValuePair<string, Func<Stage, Task>> act in Acts)
                {
                    try
                    {
                        await ActAsync(kind.Value, act.Value);
                    }
                    catch (Exception e)
                    {
                        throw new CheckFailedException($"a {kind.Key} that {act.Key}: {e}");
                    }
                }
            }));

        private static async Task ActAsync(Prepare prepare, Func<Stage, Task> act)
        {
            await using var stage = new Stage(await ProducerAsync(), await ProducerAsync());
            var seen = new Inbox<string>();
            Func<string, Task> trigger = await prepare(stage, async body =>
            {
                seen.Put(body);
                if (body == "act")
                {
                    await act(stage);
                }
            });
            await Check.Within(trigger("act"));
            Check.Equal("act", await seen.TakeAsync());
            await stage.Done.TakeAsync();
            await Check.Within(trigger("next"));
            while (await seen.TakeAsync() != "next")
            {
            }
        }

        [Test]
        private static async Task A_task_that_a_handler_started_may_close_the_consumer()
        {
            foreach (bool returned in new[] { true, false })
            {
                string topic = Topic() + returned;
                var closing = new Inbox<Task>();
                var go = new TaskCompletionSource<bool>();
                var consumer = new Consumer(Configured(new ConsumerOptions()));
                consumer.Subscribe(topic, "*", message =>
                {
                    closing.Put(Task.Run(async () =>
                    {
                        if (returned)
                        {
                            await go.Task;
                        }
                        await consumer.CloseAsync();
                    }));
                    return ConsumeResult.Success;
                });
                await consumer.StartAsync();
                await using Producer producer = await ProducerAsync();
                producer.Send(new Message(topic, "body"));
                Task closed = await closing.TakeAsync();
                if (returned)
                {
                    while (consumer.GetStatistics().Consumed == 0)
                    {
                        await Task.Yield();
                    }
                }
                go.SetResult(true);
                await Check.Within(closed);
                Check.Throws<OnsClosedException>(() => consumer.Describe());
            }
        }

        [Test]
        private static async Task A_handler_may_begin_to_close_its_consumer()
        {
            string topic = Topic();
            var closing = new Inbox<Task>();
            var consumer = new Consumer(Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, "*", message =>
            {
                closing.Put(consumer.CloseAsync());
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "body"));
            await Check.Within(await closing.TakeAsync());
            Check.Throws<OnsClosedException>(() => consumer.Describe());
        }

        [Test]
        private static async Task A_handler_of_one_consumer_may_close_another_and_both_may_be_closed_at_once()
        {
            string topic = Topic();
            var closing = new Inbox<Task>();
            var consumers = new List<Consumer>();
            for (int i = 0; i < 2; i++)
            {
                int other = 1 - i;
                var consumer = new Consumer(
                    Configured(new ConsumerOptions { ShutdownTimeout = TimeSpan.FromSeconds(1) }));
                consumer.Subscribe(topic, "*", message =>
                {
                    closing.Put(consumers[other].CloseAsync());
                    return ConsumeResult.Success;
                });
                consumers.Add(consumer);
            }
            foreach (Consumer consumer in consumers)
            {
                await consumer.StartAsync();
            }
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "body"));
            await Check.Within(await closing.TakeAsync());
            foreach (Consumer consumer in consumers)
            {
                await Check.Within(consumer.CloseAsync());
            }
        }

        [Test]
        private static async Task An_offset_store_may_fail()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using var consumer = new Consumer(Configured(new ConsumerOptions { MessageModel = "BROADCASTING" }));
            consumer.SetOffsetStore(new FailingStore());
            consumer.Subscribe(topic, "*", message =>
            {
                inbox.Put(message);
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "1"));
            producer.Send(new Message(topic, "2"));
            Check.Equal(2, (await inbox.TakeAsync(2)).Select(message => message.BodyText).Distinct().Count());
        }

        private sealed class FailingStore : IOffsetStore
        {
            public long? Read(string topic, string partition) => throw new FormatException("on purpose");

            public void Write(string topic, string partition, long offset) =>
                throw new OutOfMemoryException("on purpose");
        }

        [Test]
        private static async Task Classic_callbacks_may_send_throw_and_block()
        {
            using ons.Producer producer = ClassicProducer();
            producer.start();
            string topic = Topic();
            var seen = new Inbox<string>();
            using var leave = new ManualResetEventSlim();
            producer.sendAsync(new ons.Message(topic, "TagA", "body"), new ClassicCallback(() =>
            {
                producer.send(new ons.Message(topic, "TagA", "sent by a callback"));
                seen.Put("sent");
            }));
            Check.Equal("sent", await seen.TakeAsync());
            producer.sendAsync(new ons.Message(topic, "TagA", "body"), new ClassicCallback(() =>
            {
                seen.Put("throws");
                throw new FormatException("on purpose");
            }));
            Check.Equal("throws", await seen.TakeAsync());
            producer.sendAsync(new ons.Message(topic, "TagA", "body"), new ClassicCallback(() =>
            {
                seen.Put("blocks");
                leave.Wait(Check.Deadline);
            }));
            Check.Equal("blocks", await seen.TakeAsync());
            producer.send(new ons.Message(topic, "TagA", "a send goes on"));
            producer.sendAsync(
                new ons.Message(topic, "TagA", "body"), new ClassicCallback(() => seen.Put("another callback")));
            Check.Equal("another callback", await seen.TakeAsync());
            leave.Set();
        }

        private static ons.Producer ClassicProducer()
        {
            var property = new ons.ONSFactoryProperty();
            property.setFactoryProperty(ons.ONSFactoryProperty.NAMESRV_ADDR, Fixture.Broker.Endpoint);
            property.setFactoryProperty(ons.ONSFactoryProperty.AccessKey, "any");
            property.setFactoryProperty(ons.ONSFactoryProperty.SecretKey, "any");
            return ons.ONSFactory.getInstance().createProducer(property);
        }

        private static async Task<TransactionProducer> TransactionsAsync(Stage stage, Func<string, Task> check)
        {
            TransactionProducer producer = await StartedAsync(new TransactionProducer(
                Configured(new TransactionProducerOptions { CheckImmunityTime = TimeSpan.FromSeconds(1) }),
                async (half, cancellation) =>
                {
                    await check(half.BodyText);
                    return TransactionStatus.Commit;
                }));
            stage.Own = producer;
            return producer;
        }

        // What the callback throws comes out of the task, which nobody awaits here.
        private static Task Detached(Func<Task> start)
        {
            start().ContinueWith(ended => ended.Exception, TaskScheduler.Default);
            return Task.CompletedTask;
        }

        private sealed class ClassicCallback : ons.SendCallbackONS
        {
            private readonly Action act;

            internal ClassicCallback(Action act) => this.act = act;

            public override void onSuccess(ons.SendResultONS sendResult) => act();

            public override void onException(ons.ONSClientException e) => throw e;
        }

        /// <summary>What a callback can reach.</summary>
        private sealed class Stage : IAsyncDisposable
        {
            internal Stage(Producer producer, Producer other)
            {
                Producer = producer;
                Other = other;
                Own = producer;
            }

            internal string Topic { get; } = Name("callbacks");

            internal Producer Producer { get; }

            internal Producer Other { get; }

            internal MessagingClient? Own { get; set; }

            internal Inbox<string> Done { get; } = new Inbox<string>();

            internal ManualResetEventSlim Leave { get; } = new ManualResetEventSlim();

            internal Task SendAsync(string body) =>
                Producer.SendAsync(new Message(Topic, body) { Tag = "TagA", ShardingKey = null });

            public async ValueTask DisposeAsync()
            {
                Leave.Set();
                if (Own != null)
                {
                    await Own.CloseAsync();
                }
                await Producer.CloseAsync();
                await Other.CloseAsync();
            }
        }
    }
}
