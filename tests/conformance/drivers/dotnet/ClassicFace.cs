using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ons;

namespace Conformance
{
    /// <summary>Drives the classic namespace ons: ONSFactory and what it makes. Its calls and callbacks wait.</summary>
    internal sealed class ClassicFace : IFace
    {
        private const string Capabilities =
            "producer ordered-producer transaction-producer consumer ordered-consumer pull-consumer send send-async"
            + " send-oneway send-transaction subscribe unsubscribe throw throw-any inside born-host";

        private readonly ConcurrentDictionary<string, ONSClient> clients =
            new ConcurrentDictionary<string, ONSClient>();
        private readonly Conversation conversation;

        public ClassicFace(Conversation conversation) => this.conversation = conversation;

        /// <summary>These exceptions have a number and a text, no name and no class.</summary>
        public bool Tell(Fields fields, Exception failure)
        {
            if (failure is ONSClientException known)
            {
                fields.Put("code", known.GetError()).Put("message", known.GetMsg());
                return true;
            }
            return false;
        }

        /// <summary>Whether this thread is in a callback, which does its commands itself.</summary>
        [ThreadStatic]
        private static bool inCallback;

        public Task Run(Fields command, Fields reply)
        {
            if (inCallback)
            {
                Do(command, reply);
                return Task.CompletedTask;
            }
            return Task.Factory.StartNew(() => Do(command, reply), TaskCreationOptions.LongRunning);
        }

        private void Do(Fields command, Fields reply)
        {
            string name = command.Get("client") ?? "";
            switch (command.Need("do"))
            {
                case "hello":
                    reply.Put("language", "dotnet").Put("face", "dotnet-classic").Put("capabilities", Capabilities);
                    break;
                case "open":
                    clients[name] = Open(command, name);
                    break;
                case "start":
                    clients[name].start();
                    break;
                case "close":
                    clients[name].shutdown();
                    break;
                case "subscribe":
                    Subscribe(clients[name], name, command);
                    break;
                case "unsubscribe":
                    ((PushConsumer)clients[name]).unsubscribe(command.Need("topic"));
                    break;
                case "send":
                    reply.Put("messageId", Send(clients[name], command).getMessageId());
                    break;
                case "send-oneway":
                    ((Producer)clients[name]).sendOneway(Read(command));
                    break;
                case "send-async":
                    ((Producer)clients[name]).sendAsync(
                        Read(command), new Outcome(this, name, command));
                    break;
                case "send-transaction":
                    var executer = new Executer(this, name, command.Get("argument"));
                    SendResultONS sent = ((TransactionProducer)clients[name]).send(Read(command), executer);
                    reply.Put("messageId", sent.getMessageId());
                    break;
                default:
                    Pull((PullConsumer)clients[name], command, reply);
                    break;
            }
        }

        private ONSClient Open(Fields command, string name)
        {
            var property = new ONSFactoryProperty();
            foreach (KeyValuePair<string, string> entry in command.Below("property."))
            {
                bool isGroup = entry.Key == "GROUP_ID";
                property.setFactoryProperty(isGroup ? ONSFactoryProperty.GroupId : entry.Key, entry.Value);
            }
            ONSFactoryAPI factory = ONSFactory.getInstance();
            switch (command.Need("kind"))
            {
                case "producer": return factory.createProducer(property);
                case "ordered-producer": return factory.createOrderProducer(property);
                case "transaction-producer":
                    return factory.createTransactionProducer(property, new Checker(this, name));
                case "consumer": return factory.createPushConsumer(property);
                case "ordered-consumer": return factory.createOrderConsumer(property);
                case "pull-consumer": return factory.createPullConsumer(property);
                default: throw new ArgumentException($"there is no such kind of clients: {command}");
            }
        }

        private void Subscribe(ONSClient client, string name, Fields command)
        {
            string topic = command.Need("topic");
            string expression = command.Get("expression") ?? "";
            if (client is PushConsumer consumer)
            {
                consumer.subscribe(topic, expression, new Listener(this, name));
            }
            else
            {
                ((OrderConsumer)client).subscribe(topic, expression, new OrderListener(this, name));
            }
        }

        private static SendResultONS Send(ONSClient client, Fields command) =>
            client is OrderProducer ordered
                ? ordered.send(Read(command), command.Get("shardingKey") ?? "")
                : ((Producer)client).send(Read(command));

        private static void Pull(PullConsumer consumer, Fields command, Fields reply)
        {
            string topic = command.Need("topic");
            List<MessageQueueONS> queues = Queues(consumer, topic);
            if (command.Need("do") == "partitions")
            {
                reply.Put("partitions", string.Join("\n", queues.Select(Name)));
                return;
            }
            MessageQueueONS queue = queues.Single(one => Name(one) == command.Lines("partitions")[0]);
            reply.Put("offset", command.Need("do") == "committed"
                ? consumer.fetchConsumeOffset(queue, true)
                : consumer.searchOffset(queue, command.Number("at")));
        }

        private static List<MessageQueueONS> Queues(PullConsumer consumer, string topic)
        {
            var queues = new List<MessageQueueONS>();
            consumer.fetchSubscribeMessageQueues(topic, queues);
            return queues;
        }

        private static string Name(MessageQueueONS queue) => queue.getBrokerName() + "#" + queue.getQueueId();

        // ---- Callbacks: each tells the runner what it was given, and waits ----------------------------------------

        private string Ask(string question, string client, Message message, string? argument = null) =>
            Ask(question, client, Describe(message).Put("argument", argument));

        private string Ask(string question, string client, Fields given)
        {
            Fields answer = conversation.Question(question, client, given).GetAwaiter().GetResult();
            if (answer.Get("inside.do") != null)
            {
                inCallback = true;
                try
                {
                    conversation.Inside(answer.Part("inside.")).GetAwaiter().GetResult();
                }
                finally
                {
                    inCallback = false;
                }
            }
            return Conversation.With(answer);
        }

        private static TransactionStatus Decision(string answer) => answer switch
        {
            "commit" => TransactionStatus.CommitTransaction,
            "rollback" => TransactionStatus.RollbackTransaction,
            _ => TransactionStatus.Unknow,
        };

        private sealed class Listener : MessageListener
        {
            private readonly ClassicFace face;
            private readonly string client;

            internal Listener(ClassicFace face, string client) => (this.face, this.client) = (face, client);

            public override ons.Action consume(Message message, ConsumeContext context) =>
                face.Ask("delivery", client, message) == "success"
                    ? ons.Action.CommitMessage
                    : ons.Action.ReconsumeLater;
        }

        private sealed class OrderListener : MessageOrderListener
        {
            private readonly ClassicFace face;
            private readonly string client;

            internal OrderListener(ClassicFace face, string client) => (this.face, this.client) = (face, client);

            public override OrderAction consume(Message message, ConsumeOrderContext context) =>
                face.Ask("delivery", client, message) == "success" ? OrderAction.Success : OrderAction.Suspend;
        }

        private sealed class Checker : LocalTransactionChecker
        {
            private readonly ClassicFace face;
            private readonly string client;

            internal Checker(ClassicFace face, string client) => (this.face, this.client) = (face, client);

            public override TransactionStatus check(Message half) => Decision(face.Ask("check", client, half));
        }

        private sealed class Executer : LocalTransactionExecuter
        {
            private readonly ClassicFace face;
            private readonly string client;
            private readonly string? argument;

            internal Executer(ClassicFace face, string client, string? argument) =>
                (this.face, this.client, this.argument) = (face, client, argument);

            public override TransactionStatus execute(Message half) =>
                Decision(face.Ask("execute", client, half, argument));
        }

        private sealed class Outcome : SendCallbackONS
        {
            private readonly ClassicFace face;
            private readonly string client;
            private readonly Fields command;

            internal Outcome(ClassicFace face, string client, Fields command) =>
                (this.face, this.client, this.command) = (face, client, command);

            public override void onSuccess(SendResultONS result) =>
                Tell(new Fields().Put("ok", true).Put("messageId", result.getMessageId()));

            public override void onException(ONSClientException failure)
            {
                var sent = new Fields().Put("ok", false);
                face.Tell(sent, failure);
                Tell(sent);
            }

            private void Tell(Fields sent)
            {
                sent.Put("event", "sent").Put("client", client).Put("of", command.Number("id"));
                if (command.Get("asks") == null)
                {
                    face.conversation.Say(sent);
                }
                else
                {
                    face.Ask("sent", client, sent);
                }
            }
        }

        // ---- Values -------------------------------------------------------------------------------------------------

        private static Message Read(Fields fields)
        {
            var message = new Message();
            byte[] body = fields.Bytes("body");
            message.setTopic(fields.Get("topic") ?? "");
            message.setTag(fields.Get("tag") ?? "");
            message.setKey(fields.Get("key") ?? "");
            message.setShardingKey(fields.Get("shardingKey") ?? "");
            message.setBody(body, body.Length);
            message.setUserProperties(fields.Below("user."));
            if (fields.Get("deliverAt") != null)
            {
                message.setStartDeliverTime(fields.Number("deliverAt"));
            }
            return message;
        }

        private static Fields Describe(Message message)
        {
            Fields fields = new Fields().Put("count", 1).Put("0.topic", message.getTopic())
                .Put("0.tag", message.getTag()).Put("0.key", message.getKey())
                .Put("0.shardingKey", message.getShardingKey()).Put("0.messageId", message.getMsgID())
                .Put("0.body", Convert.ToBase64String(message.getByteBody()))
                .Put("0.reconsumeTimes", message.getReconsumeTimes()).Put("0.offset", message.getQueueOffset())
                .Put("0.bornAt", message.getBornTimestamp()).Put("0.bornHost", message.getBornHost());
            foreach (KeyValuePair<string, string> property in message.getUserProperties())
            {
                fields.Put("0.user." + property.Key, property.Value);
            }
            return fields;
        }
    }
}
