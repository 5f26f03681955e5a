using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
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

            SendReceipt receipt = await Check.Within(producer.SendAsync(message));

            ReceivedMessage received = await inbox.TakeAsync();
            Check.Equal(receipt.MessageId, received.MessageId);
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
    }
}
