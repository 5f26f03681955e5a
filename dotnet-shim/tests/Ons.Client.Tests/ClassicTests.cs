using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ons;

namespace Ons.Client.Tests
{
    /// <summary>Goal: programs on the classic classes find what they know, and errors instead of crashes.</summary>
    internal static class ClassicTests
    {
        private static ONSFactoryAPI Factory => ONSFactory.getInstance();

        [Test("F-001", "F-009", "F-010", "F-030", "F-038", "F-039", "F-050")]
        private static async Task A_message_arrives_with_all_that_it_was_sent_with()
        {
            string topic = Fixture.Topic();
            var listener = new KeepingListener();
            ONSFactoryProperty property = Property();
            property.setOnsChannel(ONSChannel.CLOUD);
            PushConsumer consumer = Factory.createPushConsumer(property);
            consumer.subscribe(topic, "TagA || TagB", listener);
            consumer.start();
            ons.Producer producer = StartedProducer();
            var message = new ons.Message(topic, "TagA", "grüße 🚀");
            message.setKey("ORDERID_100");
            message.putUserProperties("colour", "green");

            SendResultONS result = producer.send(message);

            ons.Message received = await listener.Messages.TakeAsync();
            Check.Equal(result.getMessageId(), received.getMsgID());
            Check.Equal(result.getMessageId(), message.getMsgID());
            Check.Equal(topic, received.getTopic());
            Check.Equal("TagA", received.getTag());
            Check.Equal("ORDERID_100", received.getKey());
            Check.Equal("grüße 🚀", received.getBody());
            Check.Equal("green", received.getUserProperties("colour"));
            Check.Equal("", received.getUserProperty("none"));
            Check.True(received.getBornTimestamp() > 0, "it was born");
            consumer.shutdown();
            producer.shutdown();
        }

        [Test("F-040")]
        private static async Task Bytes_that_are_no_text_arrive_unchanged()
        {
            string topic = Fixture.Topic();
            var listener = new KeepingListener();
            using PushConsumer consumer = Factory.createPushConsumer(Property());
            consumer.subscribe(topic, "*", listener);
            consumer.start();
            using ons.Producer producer = StartedProducer();
            byte[] bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
            var message = new ons.Message();
            message.setTopic(topic);
            message.setBody(bytes, 200);
            producer.send(message);
            Check.Sequence(bytes.Take(200), (await listener.Messages.TakeAsync()).getByteBody());
            foreach (int size in new[] { -1, 257 })
            {
                Check.Contains(size.ToString(), Check.Throws<ONSClientException>(
                    () => message.setBody(bytes, size)).what());
            }
        }

        [Test("F-003", "F-004", "F-006")]
        private static void A_producer_that_was_shut_down_is_not_started_again()
        {
            ons.Producer producer = Factory.createProducer(Property());
            var message = new ons.Message(Fixture.Topic(), "TagA", "body");
            Check.True(Check.Throws<ONSClientException>(() => producer.send(message)).what().Length > 0, "not started");
            producer.start();
            producer.start();
            producer.send(message);
            producer.shutdown();
            producer.shutdown();
            Check.Contains("closed", Check.Throws<ONSClientException>(producer.start).what());
            Check.Contains("closed", Check.Throws<ONSClientException>(() => producer.send(message)).what());
        }

        [Test("F-002")]
        private static void What_a_client_needs_is_named()
        {
            ONSFactoryProperty property = Property();
            property.setFactoryProperty(ONSFactoryProperty.AccessKey, "");
            Check.Contains(
                "AccessKey", Check.Throws<ONSClientException>(() => Factory.createProducer(property)).what());
            Check.Throws<ONSClientException>(() => Factory.createProducer(null!));
            Check.Throws<ONSClientException>(() => property.setFactoryProperty("key", null!));
        }

        [Test]
        private static void An_empty_body_is_refused_before_the_server_is_asked()
        {
            using ons.Producer producer = StartedProducer();
            var message = new ons.Message(Fixture.Topic(), "TagA", "");
            foreach (System.Action send in new System.Action[]
            {
                () => producer.send(message),
                () => producer.sendOneway(message),
                () => producer.sendAsync(message, new KeepingCallback()),
            })
            {
                Check.Equal(
                    ONSClientException.MESSAGE_BODY_EMPTY, Check.Throws<ONSClientException>(send).GetError());
            }
            Check.Contains("the server chooses", Check.Throws<ONSClientException>(
                () => producer.send(message, new MessageQueueONS("t", "b", 1))).what());
        }

        [Test("F-031", "F-032")]
        private static async Task An_asynchronous_send_tells_its_end_once()
        {
            using ons.Producer producer = StartedProducer();
            var callback = new KeepingCallback();
            producer.sendAsync(new ons.Message(Fixture.Topic(), "TagA", "body"), callback);
            Check.True((await callback.Ends.TakeAsync()).StartsWith("sent "), "it was sent");
            producer.sendAsync(new ons.Message("no such topic!", "TagA", "body"), callback);
            Check.Contains("no such topic!", await callback.Ends.TakeAsync());
            producer.sendOneway(new ons.Message(Fixture.Topic(), "TagA", "body"));
            Check.Equal(
                ONSClientException.SEND_CALLBACK_IS_EMPTY,
                Check.Throws<ONSClientException>(
                    () => producer.sendAsync(new ons.Message("t", "TagA", "body"), null!)).GetError());
            producer.shutdown();
            Check.Equal(0, callback.Ends.Count, "more ends");
        }

        [Test("F-080", "F-082")]
        private static async Task Messages_of_a_key_arrive_in_order_and_a_failed_one_first()
        {
            string topic = Fixture.Topic();
            var listener = new OrderedListener();
            ONSFactoryProperty property = Property();
            property.setSuspendTimeMillis(100);
            using ons.OrderConsumer consumer = Factory.createOrderConsumer(property);
            consumer.subscribe(topic, "*", listener);
            consumer.start();
            using ons.OrderProducer producer = Factory.createOrderProducer(Property());
            producer.start();
            for (int i = 0; i < 5; i++)
            {
                producer.send(new ons.Message(topic, "TagA", $"{i}"), "order-7");
            }
            Check.Sequence(
                new[] { "0", "1", "2", "2", "3", "4" },
                (await listener.Messages.TakeAsync(6)).Select(message => message.getBody()));
            Check.Throws<ONSClientException>(() => producer.send(new ons.Message(topic, "TagA", "body"), ""));
        }

        [Test("F-100", "F-102", "F-105")]
        private static async Task Transactions_commit_roll_back_and_are_checked()
        {
            string topic = Fixture.Topic();
            var listener = new KeepingListener();
            using PushConsumer consumer = Factory.createPushConsumer(Property());
            consumer.subscribe(topic, "*", listener);
            consumer.start();
            ONSFactoryProperty property = Property();
            property.setFactoryProperty(ONSFactoryProperty.CheckImmunityTimeInSeconds, "1");
            var deciding = new DecidingChecker();
            LocalTransactionChecker checker = deciding;
            using ons.TransactionProducer producer = Factory.createTransactionProducer(property, ref checker);
            producer.start();
            LocalTransactionExecuter commit = new DecidingExecuter(ons.TransactionStatus.CommitTransaction);
            LocalTransactionExecuter rollback = new DecidingExecuter(ons.TransactionStatus.RollbackTransaction);
            LocalTransactionExecuter unknown = new DecidingExecuter(ons.TransactionStatus.Unknow);
            LocalTransactionExecuter throwing = new DecidingExecuter(null);

            producer.send(new ons.Message(topic, "TagA", "committed"), ref commit);
            Check.Equal("committed", (await listener.Messages.TakeAsync()).getBody());
            Check.Throws<ONSClientException>(
                () => producer.send(new ons.Message(topic, "TagA", "rolled back"), ref rollback));
            producer.send(new ons.Message(topic, "TagA", "open"), ref unknown);
            await IsAskedAsync(deciding, "open");
            Check.Equal("open", (await listener.Messages.TakeAsync()).getBody());
            Check.Throws<FormatException>(() => producer.send(new ons.Message(topic, "TagA", "thrown"), ref throwing));
            await IsAskedAsync(deciding, "thrown");
            Check.Equal("thrown", (await listener.Messages.TakeAsync()).getBody());
        }

        [Test]
        private static async Task A_consumer_may_have_one_listener_for_all_its_topics()
        {
            string topic = Fixture.Topic();
            var listener = new KeepingListener();
            using PushConsumer consumer = Factory.createPushConsumer(Property());
            consumer.subscribe(topic, "*");
            Check.Equal(
                ONSClientException.MESSAGE_LISTENER_IS_EMPTY,
                Check.Throws<ONSClientException>(consumer.start).GetError());
            Check.Throws<ONSClientException>(() => consumer.subscribe(topic, "*", null!));
            consumer.registerMessageListener(listener);
            consumer.start();
            using ons.Producer producer = StartedProducer();
            producer.send(new ons.Message(topic, "TagA", "body"));
            await listener.Messages.TakeAsync();
        }

        [Test]
        private static async Task A_listener_that_throws_or_asks_for_it_gets_the_message_again()
        {
            string topic = Fixture.Topic();
            var listener = new FailingListener();
            ONSFactoryProperty property = Property();
            property.setFactoryProperty(ONSFactoryProperty.ConsumerId, Fixture.SoonAgain);
            using PushConsumer consumer = Factory.createPushConsumer(property);
            consumer.subscribe(topic, "*", listener);
            consumer.start();
            using ons.Producer producer = StartedProducer();
            producer.send(new ons.Message(topic, "TagA", "body"));
            Check.Sequence(new[] { 0, 1, 2 }, await listener.Times.TakeAsync(3));
        }

        [Test]
        private static void Queues_are_pulled_at_offsets()
        {
            const string topic = "one-queue-classic";
            using ons.Producer producer = StartedProducer();
            for (int i = 0; i < 16; i++)
            {
                producer.send(new ons.Message(topic, i % 2 == 0 ? "Even" : "Odd", $"{i}"));
            }
            using ons.PullConsumer consumer = Factory.createPullConsumer(Property());
            consumer.start();
            var queues = new List<MessageQueueONS>();
            consumer.fetchSubscribeMessageQueues(topic, queues);
            Check.Equal(8, queues.Count, "queues");
            MessageQueueONS queue = queues[0];
            Check.Equal(queue, new MessageQueueONS(topic, queue.getBrokerName(), queue.getQueueId()));
            Check.Equal(0L, consumer.minOffset(queue));
            Check.Equal(2L, consumer.maxOffset(queue));
            PullResultONS found = consumer.pull(queue, "*", 0, 32);
            Check.Equal(ONSPullStatus.ONS_FOUND, found.pullStatus);
            Check.Equal(2, found.msgFoundList.Count);
            Check.Equal(2L, found.nextBeginOffset);
            Check.Equal(ONSPullStatus.ONS_NO_NEW_MSG, consumer.pull(queue, "*", 2, 32).pullStatus);
            Check.Equal(ONSPullStatus.ONS_OFFSET_ILLEGAL, consumer.pull(queue, "*", 3, 32).pullStatus);
            Check.Equal(ONSPullStatus.ONS_NO_MATCHED_MSG, consumer.pull(queue, "Nobody", 0, 32).pullStatus);
            Check.Equal(-1L, consumer.fetchConsumeOffset(queue, true));
            consumer.updateConsumeOffset(queue, 1);
            Check.Equal(1L, consumer.fetchConsumeOffset(queue, true));
            Check.Equal(0L, consumer.searchOffset(queue, found.msgFoundList[0].getStoreTimestamp() - 10_000));
        }

        [Test]
        private static void Properties_and_messages_keep_what_they_are_given()
        {
            var property = new ONSFactoryProperty();
            Check.Equal(-1, property.getConsumeThreadNums());
            property.setConsumeThreadNums(7);
            Check.Equal(7, property.getConsumeThreadNums());
            Check.Equal("", property.getFactoryProperty("none"));
            property.setFactoryProperty(ONSFactoryProperty.SendMsgTimeoutMillis, "soon");
            Check.Contains("soon", Check.Throws<ONSClientException>(() => property.getSendMsgTimeout()).what());
            var message = new ons.Message("topic", "tag", "key", "body");
            message.attachKey("another");
            message.putSystemProperties(SystemPropKey.RECONSUMETIMES, "3");
            message.putSystemProperties("mine", "value");
            Check.Equal("key another", message.getSystemProperties(SystemPropKey.KEY));
            Check.Equal(3, message.getReconsumeTimes());
            Check.Equal("value", message.getSystemProperties("mine"));
            Check.Throws<ONSClientException>(
                () => message.putSystemProperties(SystemPropKey.STARTDELIVERTIME, "soon"));
            Check.Contains("topic=topic", message.ToString());
        }

        // On a busy machine the checker is asked about the others, too, before their executers are done.
        private static async Task IsAskedAsync(DecidingChecker checker, string body)
        {
            while (await checker.Asked.TakeAsync() != body)
            {
            }
        }

        private static ONSFactoryProperty Property()
        {
            var property = new ONSFactoryProperty();
            property.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, "http://" + Fixture.Broker.Endpoint);
            property.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
            property.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
            property.setFactoryProperty(ONSFactoryProperty.ProducerId, Fixture.Name("GID_producer"));
            property.setFactoryProperty(ONSFactoryProperty.ConsumerId, Fixture.Name("GID_consumer"));
            property.setFactoryProperty(ONSFactoryProperty.PublishTopics, "only the program reads it");
            return property;
        }

        private static ons.Producer StartedProducer()
        {
            ons.Producer producer = Factory.createProducer(Property());
            producer.start();
            return producer;
        }

        private class KeepingListener : MessageListener
        {
            internal Inbox<ons.Message> Messages { get; } = new Inbox<ons.Message>();

            public override ons.Action consume(ons.Message message, ConsumeContext context)
            {
                Messages.Put(message);
                return ons.Action.CommitMessage;
            }
        }

        private sealed class FailingListener : MessageListener
        {
            internal Inbox<int> Times { get; } = new Inbox<int>();

            public override ons.Action consume(ons.Message message, ConsumeContext context)
            {
                Times.Put(message.getReconsumeTimes());
                return message.getReconsumeTimes() switch
                {
                    0 => throw new InvalidOperationException("on purpose"),
                    1 => ons.Action.ReconsumeLater,
                    _ => ons.Action.CommitMessage,
                };
            }
        }

        private sealed class OrderedListener : MessageOrderListener
        {
            private bool failed;

            internal Inbox<ons.Message> Messages { get; } = new Inbox<ons.Message>();

            public override OrderAction consume(ons.Message message, ConsumeOrderContext context)
            {
                Messages.Put(message);
                if (message.getBody() == "2" && !failed)
                {
                    failed = true;
                    return OrderAction.Suspend;
                }
                return OrderAction.Success;
            }
        }

        private sealed class KeepingCallback : SendCallbackONS
        {
            internal Inbox<string> Ends { get; } = new Inbox<string>();

            public override void onSuccess(SendResultONS sendResult) => Ends.Put("sent " + sendResult.getMessageId());

            public override void onException(ONSClientException e) => Ends.Put("failed " + e.what());
        }

        private sealed class DecidingChecker : LocalTransactionChecker
        {
            internal Inbox<string> Asked { get; } = new Inbox<string>();

            public override ons.TransactionStatus check(ons.Message value)
            {
                Asked.Put(value.getBody());
                bool isOpen = value.getBody() == "open" || value.getBody() == "thrown";
                return isOpen ? ons.TransactionStatus.CommitTransaction : ons.TransactionStatus.Unknow;
            }
        }

        private sealed class DecidingExecuter : LocalTransactionExecuter
        {
            private readonly ons.TransactionStatus? status;

            internal DecidingExecuter(ons.TransactionStatus? status) => this.status = status;

            public override ons.TransactionStatus execute(ons.Message value)
            {
                Check.True(value.getMsgID().Length > 0, "the half message has its id");
                return status ?? throw new FormatException("on purpose");
            }
        }
    }
}
