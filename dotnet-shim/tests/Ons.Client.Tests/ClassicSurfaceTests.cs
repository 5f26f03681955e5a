using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Ons.Client.Tests
{
    /// <summary>
    /// Goal: programs for the commercial SDK find each member, with its parameters' names, which they may use.
    /// Method: a list of the public members that its generated assembly has; its opaque map and vector types are
    /// dictionaries and lists here.
    /// </summary>
    internal static class ClassicSurfaceTests
    {
        private static readonly Dictionary<string, string> Members = new Dictionary<string, string>
        {
            ["Message"] = @"
                new()
                new(String topic, String tags, String byte_body)
                new(String topic, UInt32 topic_size, String tags, UInt32 tags_size, String body, UInt32 body_size)
                new(String topic, String tags, String keys, String body)
                new(Message other)
                putUserProperties(String key, String value)
                getUserProperties(String key)
                setUserProperties(IDictionary`2 userProperty)
                getUserProperties()
                putSystemProperties(String key, String value)
                getSystemProperties(String key)
                setSystemProperties(IDictionary`2 systemProperty)
                getSystemProperties()
                getTopic()
                setTopic(String topic)
                getTag()
                setTag(String tags)
                getKey()
                setKey(String keys)
                getMsgID()
                setMsgID(String msgId)
                getStartDeliverTime()
                setStartDeliverTime(Int64 level)
                getBody()
                getMsgBody()
                setMsgBody(String msgbody)
                setBody(Byte[] byte_msgbody, Int32 len)
                getReconsumeTimes()
                setReconsumeTimes(Int32 reconsumeTimes)
                getStoreTimestamp()
                setStoreTimestamp(Int64 storeTimestamp)
                toString()
                toSystemString()
                toUserString()
                getQueueOffset()
                setQueueOffset(Int64 queueOffset)
                Dispose()",
            ["MessageQueueONS"] = @"
                new()
                new(String topic, String brokerName, Int32 queueId)
                new(MessageQueueONS other)
                getTopic()
                setTopic(String topic)
                getBrokerName()
                setBrokerName(String brokerName)
                getQueueId()
                setQueueId(Int32 queueId)
                compareTo(MessageQueueONS mq)",
            ["PullResultONS"] = @"
                new(ONSPullStatus status)
                new(ONSPullStatus pullStatus, Int64 nextBeginOffset, Int64 minOffset, Int64 maxOffset)
                set_pullStatus(ONSPullStatus value)
                set_nextBeginOffset(Int64 value)
                set_minOffset(Int64 value)
                set_maxOffset(Int64 value)
                set_msgFoundList(List`1 value)
                get_msgFoundList()",
            ["ONSClientException"] = @"
                new()
                new(String msg, Int32 error)
                GetMsg()
                what()
                GetError()",
            ["ONSFactoryProperty"] = @"
                new()
                checkValidityOfFactoryProperties(String key, String value)
                getLogPath()
                setSendMsgTimeout(Int32 value)
                setSendMsgRetryTimes(Int32 value)
                setMaxMsgCacheSize(Int32 size)
                setOnsTraceSwitch(Boolean onswitch)
                setOnsChannel(ONSChannel onsChannel)
                setFactoryProperty(String key, String value)
                setFactoryProperties(IDictionary`2 factoryProperties)
                getFactoryProperties()
                getProducerId()
                getConsumerId()
                getPublishTopics()
                getMessageModel()
                getSendMsgTimeout()
                getSendMsgRetryTimes()
                getConsumeThreadNums()
                getMaxMsgCacheSize()
                getOnsChannel()
                getChannel()
                getMessageContent()
                getNameSrvAddr()
                getNameSrvDomain()
                getAccessKey()
                getSecretKey()
                getConsumerInstanceName()
                getOnsTraceSwitch()
                getNameSpace()",
            ["SendResultONS"] = @"
                new()
                setMessageId(String msgId)
                getMessageId()",
            ["ONSFactoryAPI"] = @"
                new()
                createProducer(ONSFactoryProperty factoryProperty)
                createOrderProducer(ONSFactoryProperty factoryProperty)
                createOrderConsumer(ONSFactoryProperty factoryProperty)
                createTransactionProducer(ONSFactoryProperty factoryProperty, LocalTransactionChecker checker)
                createPullConsumer(ONSFactoryProperty factoryProperty)
                createPushConsumer(ONSFactoryProperty factoryProperty)",
            ["Producer"] = @"
                new()
                start()
                shutdown()
                send(Message msg)
                send(Message msg, MessageQueueONS mq)
                sendOneway(Message msg)
                Dispose()",
            ["OrderProducer"] = @"
                new()
                start()
                shutdown()
                send(Message msg, String shardingKey)",
            ["TransactionProducer"] = @"
                new()
                start()
                shutdown()
                send(Message msg, LocalTransactionExecuter executer)",
            ["PushConsumer"] = @"
                new()
                start()
                shutdown()
                subscribe(String topic, String subExpression, MessageListener listener)",
            ["OrderConsumer"] = @"
                new()
                start()
                shutdown()
                subscribe(String topic, String subExpression, MessageOrderListener listener)",
            ["MessageListener"] = @"
                consume(Message message, ConsumeContext context)",
            ["MessageOrderListener"] = @"
                consume(Message message, ConsumeOrderContext context)",
            ["LocalTransactionExecuter"] = @"
                execute(Message msg)",
            ["LocalTransactionChecker"] = @"
                check(Message msg)",
            ["PullConsumer"] = @"
                new()
                start()
                shutdown()
                pull(MessageQueueONS mq, String subExpression, Int64 offset, Int32 maxNums)
                searchOffset(MessageQueueONS mq, Int64 timestamp)
                maxOffset(MessageQueueONS mq)
                minOffset(MessageQueueONS mq)
                updateConsumeOffset(MessageQueueONS mq, Int64 offset)
                removeConsumeOffset(MessageQueueONS mq)
                fetchConsumeOffset(MessageQueueONS mq, Boolean fromStore)
                persistConsumerOffset4PullConsumer(MessageQueueONS mq)",
        };

        [Test]
        private static void Every_member_of_the_commercial_assembly_is_there()
        {
            var missing = new List<string>();
            foreach (KeyValuePair<string, string> type in Members)
            {
                HashSet<string> there = MembersOf(typeof(ons.Message).Assembly.GetType("ons." + type.Key, true)!);
                missing.AddRange(
                    type.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Select(line => line.Trim())
                        .Where(line => line.Length > 0 && !there.Contains(line))
                        .Select(line => type.Key + "." + line));
            }
            Check.Equal("", string.Join("; ", missing), "missing members");
        }

        [Test]
        private static void Messages_are_made_in_every_way()
        {
            var named = new ons.Message(topic: "t", tags: "TagA", keys: "k1", body: "grüße");
            named.putUserProperties("a", "b");
            named.putSystemProperties("own", "kept");
            var copy = new ons.Message(named);
            named.setTopic("another");
            named.putUserProperties("a", "changed");
            Check.Equal(
                ("t", "TagA", "k1", "grüße"), (copy.getTopic(), copy.getTag(), copy.getKey(), copy.getBody()));
            Check.Equal("b", copy.getUserProperties("a"));
            Check.Equal("kept", copy.getSystemProperties("own"));
            var cut = new ons.Message("topic-and-more", 5, "TagAndMore", 3, "body-and-more", 4);
            Check.Equal(("topic", "Tag", "body"), (cut.getTopic(), cut.getTag(), cut.getBody()));
            Check.Contains(
                "the size of the tag is 9; it must be 0 to 3",
                Check.Throws<ons.ONSClientException>(() => new ons.Message("t", 1, "Tag", 9, "b", 1)).what());
            copy.setSystemProperties(new Dictionary<string, string> { [ons.SystemPropKey.TAG] = "TagB" });
            Check.Equal(("TagB", ""), (copy.getTag(), copy.getSystemProperties("own")));
        }

        [Test]
        private static void Queues_are_copied_and_ordered()
        {
            var queue = new ons.MessageQueueONS("t", "broker", 2);
            Check.Equal(queue, new ons.MessageQueueONS(queue));
            Check.Equal(0, queue.compareTo(new ons.MessageQueueONS(queue)));
            Check.True(queue.compareTo(new ons.MessageQueueONS("t", "broker", 10)) < 0, "by number");
            Check.True(queue.compareTo(new ons.MessageQueueONS("t", "a", 10)) > 0, "by broker first");
            Check.True(queue.compareTo(new ons.MessageQueueONS("u", "a", 1)) < 0, "by topic first of all");
            Check.Equal((ons.ONSClientException.OTHER_ERROR, ""), (new ons.ONSClientException().GetError(),
                new ons.ONSClientException().what()));
        }

        [Test]
        private static void Properties_are_checked()
        {
            var property = new ons.ONSFactoryProperty();
            Check.True(property.checkValidityOfFactoryProperties("GroupId", "GID_a"), "a text");
            Check.True(property.checkValidityOfFactoryProperties("ConsumeThreadNums", "3"), "a number");
            Check.True(!property.checkValidityOfFactoryProperties("ConsumeThreadNums", "many"), "no number");
            Check.True(!property.checkValidityOfFactoryProperties("GroupId", ""), "empty");
            property.setOnsChannel(ons.ONSChannel.CLOUD);
            Check.Equal("CLOUD", property.getChannel());
        }

        [Test]
        private static void Clients_may_be_faked_in_tests()
        {
            var fake = new FakeProducer();
            Check.Equal("fake", fake.send(new ons.Message("t", "TagA", "body")).getMessageId());
            Check.Contains(
                "this FakeProducer was not made by the factory",
                Check.Throws<ons.ONSClientException>(fake.start).what());
        }

        private sealed class FakeProducer : ons.Producer
        {
            public override ons.SendResultONS send(ons.Message msg)
            {
                var result = new ons.SendResultONS();
                result.setMessageId("fake");
                return result;
            }
        }

        private static HashSet<string> MembersOf(Type type)
        {
            const BindingFlags all = BindingFlags.Public | BindingFlags.Instance | BindingFlags.FlattenHierarchy;
            IEnumerable<string> made = type.GetConstructors(all).Select(one => "new" + Parameters(one));
            IEnumerable<string> methods = type.GetMethods(all).Select(one => one.Name + Parameters(one));
            return new HashSet<string>(made.Concat(methods));
        }

        private static string Parameters(MethodBase method) =>
            "(" + string.Join(", ", method.GetParameters().Select(one => $"{one.ParameterType.Name} {one.Name}")) + ")";
    }
}
