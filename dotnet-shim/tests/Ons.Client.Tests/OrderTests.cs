using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: what has a sharding key stays in order, whatever else happens.</summary>
    internal static class OrderTests
    {
        [Test("F-080", "F-085")]
        private static async Task The_messages_of_a_key_arrive_in_order_also_when_nobody_awaited()
        {
            string topic = Topic();
            var inbox = new Inbox<(string Key, int Number)>();
            await using OrderConsumer consumer = await ConsumerAsync(topic, inbox);
            await using OrderProducer producer = await OrderProducerAsync();
            var sends = new List<Task<SendResult>>();
            for (int i = 0; i < 50; i++)
            {
                foreach (string key in new[] { "a", "b", "c" })
                {
                    sends.Add(producer.SendAsync(new Message(topic, $"{i}") { ShardingKey = key }));
                }
            }
            SendResult[] results = await Check.Within(Task.WhenAll(sends));
            Check.Equal(150, results.Select(result => result.MessageId).Distinct().Count(), "ids");
            foreach (var key in (await inbox.TakeAsync(150)).GroupBy(message => message.Key))
            {
                Check.Sequence(Enumerable.Range(0, 50), key.Select(message => message.Number), key.Key);
            }
        }

        [Test("F-082")]
        private static async Task A_message_without_sharding_key_is_refused()
        {
            await using OrderProducer producer = await OrderProducerAsync();
            var message = new Message(Topic(), "body");
            await Check.ThrowsAsync<OnsInvalidException>(() => producer.SendAsync(message));
            Check.Throws<OnsInvalidException>(() => producer.Send(message));
            await Check.ThrowsAsync<OnsInvalidException>(
                () => producer.SendAsync(new Message("no such topic!", "body") { ShardingKey = "key" }));
        }

        [Test("F-083")]
        private static async Task A_suspended_key_waits_and_others_go_on()
        {
            string topic = Topic();
            var inbox = new Inbox<(string Key, int Number)>();
            var failed = new ConcurrentDictionary<string, DateTime>();
            var waited = new Inbox<TimeSpan>();
            await using var consumer = new OrderConsumer(
                Configured(new OrderConsumerOptions { SuspendTime = TimeSpan.FromSeconds(1) }));
            consumer.Subscribe(topic, "*", message =>
            {
                if (message.BodyText == "0" && message.ShardingKey == "slow")
                {
                    if (failed.TryAdd("slow", DateTime.UtcNow))
                    {
                        return ConsumeResult.Later;
                    }
                    waited.Put(DateTime.UtcNow - failed["slow"]);
                }
                inbox.Put((message.ShardingKey, int.Parse(message.BodyText)));
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            await using OrderProducer producer = await OrderProducerAsync();
            for (int i = 0; i < 3; i++)
            {
                foreach (string key in new[] { "slow", "fast" })
                {
                    producer.Send(new Message(topic, $"{i}") { ShardingKey = key });
                }
            }
            List<(string Key, int Number)> got = await inbox.TakeAsync(6);
            Check.Equal(("fast", 0), got[0], "what went on");
            foreach (var key in got.GroupBy(message => message.Key))
            {
                Check.Sequence(new[] { 0, 1, 2 }, key.Select(message => message.Number), key.Key);
            }
            TimeSpan suspended = await waited.TakeAsync();
            Check.True(suspended >= TimeSpan.FromSeconds(0.9), $"it waited {suspended}");
        }

        private static async Task<OrderConsumer> ConsumerAsync(string topic, Inbox<(string Key, int Number)> inbox)
        {
            var consumer = new OrderConsumer(Configured(new OrderConsumerOptions()));
            consumer.Subscribe(topic, "*", message =>
            {
                inbox.Put((message.ShardingKey, int.Parse(message.BodyText)));
                return ConsumeResult.Success;
            });
            return await StartedAsync(consumer);
        }
    }
}
