using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Ons.Client;

namespace Conformance
{
    /// <summary>Drives Ons.Client, the asynchronous API.</summary>
    internal sealed class ModernFace : IFace
    {
        private const string Capabilities =
            "producer ordered-producer transaction-producer consumer ordered-consumer batch-consumer pull-consumer send"
            + " send-async send-oneway send-batch send-transaction recall subscribe unsubscribe rate-limit credentials"
            + " describe pull-assign sql throw throw-any inside predicates born-host";

        private readonly ConcurrentDictionary<string, IMessagingClient> clients =
            new ConcurrentDictionary<string, IMessagingClient>();
        private readonly Conversation conversation;

        public ModernFace(Conversation conversation) => this.conversation = conversation;

        public bool Tell(Fields fields, Exception failure)
        {
            if (failure is OnsException known)
            {
                Tell(fields, "", known.Error);
                return true;
            }
            return false;
        }

        public async Task Run(Fields command, Fields reply)
        {
            string name = command.Get("client") ?? "";
            switch (command.Need("do"))
            {
                case "hello":
                    reply.Put("language", "dotnet").Put("face", "dotnet").Put("capabilities", Capabilities);
                    break;
                case "open":
                    clients[name] = Open(command, name);
                    break;
                case "start":
                    await clients[name].StartAsync();
                    break;
                case "close":
                    await clients[name].CloseAsync();
                    break;
                case "describe":
                    reply.Put("text", clients[name].Describe());
                    break;
                case "credentials":
                    Dictionary<string, string> keys = command.Below("property.");
                    clients[name].UpdateCredentials(
                        keys["AccessKey"], keys["SecretKey"], keys.GetValueOrDefault("SecurityToken"));
                    break;
                default:
                    await (clients[name] switch
                    {
                        IProducer producer => Use(producer, command, reply),
                        IOrderProducer producer => Use(producer, command, reply),
                        ITransactionProducer producer => Use(producer, name, command, reply),
                        IPullConsumer consumer => Use(consumer, command, reply),
                        IMessagingClient consumer => Task.Run(() => UseConsumer(consumer, name, command)),
                    });
                    break;
            }
        }

        // ---- Opening ------------------------------------------------------------------------------------------------

        private IMessagingClient Open(Fields command, string name)
        {
            switch (command.Need("kind"))
            {
                case "producer": return new Producer(With(new ProducerOptions(), command));
                case "ordered-producer": return new OrderProducer(With(new ProducerOptions(), command));
                case "transaction-producer":
                    return new TransactionProducer(
                        With(new TransactionProducerOptions(), command),
                        async (half, cancellation) => Decision(await Ask("check", name, new[] { half })));
                case "consumer": return new Consumer(With(new ConsumerOptions(), command));
                case "ordered-consumer": return new OrderConsumer(With(new OrderConsumerOptions(), command));
                case "batch-consumer": return new BatchConsumer(With(new BatchConsumerOptions(), command));
                case "pull-consumer": return new PullConsumer(With(new PullConsumerOptions(), command));
                default: throw new ArgumentException($"there is no such kind of clients: {command}");
            }
        }

        private static T With<T>(T options, Fields command) where T : ClientOptions
        {
            foreach (KeyValuePair<string, string> property in command.Below("property."))
            {
                options.Properties[property.Key] = property.Value;
            }
            return options;
        }

        private Task<string> Ask(
            string question, string client, IReadOnlyList<ReceivedMessage> messages, string? argument = null) =>
            conversation.Ask(question, client, Describe(new Fields().Put("argument", argument), messages));

        private static TransactionStatus Decision(string answer) => answer switch
        {
            "commit" => TransactionStatus.Commit,
            "rollback" => TransactionStatus.Rollback,
            _ => TransactionStatus.Unknown,
        };

        private async Task<ConsumeResult> Consume(string client, IReadOnlyList<ReceivedMessage> messages) =>
            await Ask("delivery", client, messages) == "success" ? ConsumeResult.Success : ConsumeResult.Later;

        // ---- Using --------------------------------------------------------------------------------------------------

        private async Task Use(IProducer producer, Fields command, Fields reply)
        {
            switch (command.Need("do"))
            {
                case "send":
                    Tell(reply, "", await producer.SendAsync(Read(command, "")));
                    break;
                case "send-oneway":
                    producer.SendOneWay(Read(command, ""));
                    break;
                case "send-async":
                    _ = TellEnd(producer.SendAsync(Read(command, "")), command);
                    break;
                case "send-batch":
                    await SendBatch(producer, command, reply);
                    break;
                case "recall":
                    reply.Put("messageId", await producer.RecallAsync(command.Need("topic"), command.Need("handle")));
                    break;
                default: throw Unknown(command);
            }
        }

        private async Task TellEnd(Task<SendResult> send, Fields command)
        {
            Fields sent = new Fields().Put("event", "sent").Put("client", command.Need("client"));
            sent.Put("of", command.Number("id"));
            try
            {
                Tell(sent, "", await send);
                sent.Put("ok", true);
            }
            catch (OnsException failure)
            {
                Tell(sent.Put("ok", false), "", failure.Error);
            }
            if (command.Get("asks") == null)
            {
                conversation.Say(sent);
            }
            else
            {
                await conversation.Ask("sent", command.Need("client"), sent);
            }
        }

        private static async Task SendBatch(IProducer producer, Fields command, Fields reply)
        {
            List<Message> messages =
                Enumerable.Range(0, (int)command.Number("count")).Select(i => Read(command, i + ".")).ToList();
            IReadOnlyList<SendOutcome> outcomes = await producer.SendBatchAsync(messages);
            reply.Put("count", outcomes.Count);
            for (int i = 0; i < outcomes.Count; i++)
            {
                if (outcomes[i].IsSuccess)
                {
                    Tell(reply, i + ".", outcomes[i].Result);
                }
                else
                {
                    Tell(reply, i + ".", outcomes[i].Error!);
                }
            }
        }

        private static async Task Use(IOrderProducer producer, Fields command, Fields reply)
        {
            if (command.Need("do") != "send")
            {
                throw Unknown(command);
            }
            Tell(reply, "", await producer.SendAsync(Read(command, "")));
        }

        private async Task Use(ITransactionProducer producer, string name, Fields command, Fields reply)
        {
            if (command.Need("do") != "send-transaction")
            {
                throw Unknown(command);
            }
            string? argument = command.Get("argument");
            SendResult result = await producer.SendAsync(
                Read(command, ""),
                async (half, cancellation) => Decision(await Ask("execute", name, new[] { half }, argument)));
            Tell(reply, "", result);
        }

        private void UseConsumer(IMessagingClient client, string name, Fields command)
        {
            string topic = command.Need("topic");
            switch (command.Need("do"))
            {
                case "subscribe":
                    Subscribe(client, name, topic, command);
                    break;
                case "unsubscribe" when client is IConsumer consumer:
                    consumer.Unsubscribe(topic);
                    break;
                case "rate-limit" when client is IConsumer consumer:
                    consumer.SetRateLimit(
                        topic, double.Parse(command.Need("perSecond"), CultureInfo.InvariantCulture));
                    break;
                default: throw Unknown(command);
            }
        }

        private void Subscribe(IMessagingClient client, string name, string topic, Fields command)
        {
            string expression = command.Get("expression") ?? "";
            Filter filter = command.Get("filter") == "sql" ? Filter.Sql(expression) : Filter.Tags(expression);
            MessageHandler one = (message, cancellation) => Consume(name, new[] { message });
            switch (client)
            {
                case IConsumer consumer:
                    consumer.Subscribe(topic, filter, one);
                    break;
                case IOrderConsumer consumer:
                    consumer.Subscribe(topic, filter, one);
                    break;
                case IBatchConsumer consumer:
                    consumer.Subscribe(topic, filter, (messages, cancellation) => Consume(name, messages));
                    break;
            }
        }

        private static async Task Use(IPullConsumer consumer, Fields command, Fields reply)
        {
            string topic = command.Get("topic") ?? "";
            List<Partition> chosen = command.Get("partitions") == null
                ? new List<Partition>()
                : command.Lines("partitions").Select(name => new Partition(topic, name)).ToList();
            switch (command.Need("do"))
            {
                case "partitions":
                    IReadOnlyList<Partition> all = await consumer.GetPartitionsAsync(topic);
                    reply.Put("partitions", string.Join("\n", all.Select(partition => partition.Name)));
                    break;
                case "assign":
                    consumer.Assign(chosen);
                    break;
                case "pause":
                    consumer.Pause(chosen);
                    break;
                case "resume":
                    consumer.Resume(chosen);
                    break;
                case "poll":
                    TimeSpan wait = TimeSpan.FromMilliseconds(command.Number("timeoutMs"));
                    Describe(reply, await consumer.PollAsync(wait));
                    break;
                case "seek":
                    Seek(consumer, chosen[0], command.Need("to"));
                    break;
                case "commit":
                    await consumer.CommitAsync();
                    break;
                case "committed":
                    reply.Put("offset", await consumer.GetCommittedAsync(chosen[0]) ?? -1);
                    break;
                case "offset-for-time":
                    DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(command.Number("at"));
                    reply.Put("offset", await consumer.GetOffsetForTimeAsync(chosen[0], at));
                    break;
                default: throw Unknown(command);
            }
        }

        private static void Seek(IPullConsumer consumer, Partition partition, string to)
        {
            switch (to)
            {
                case "beginning":
                    consumer.SeekToBeginning(partition);
                    break;
                case "end":
                    consumer.SeekToEnd(partition);
                    break;
                default:
                    consumer.Seek(partition, long.Parse(to, CultureInfo.InvariantCulture));
                    break;
            }
        }

        private static Exception Unknown(Fields command) =>
            new ArgumentException($"no such command for this client: {command}");

        // ---- Values -------------------------------------------------------------------------------------------------

        private static Message Read(Fields fields, string prefix)
        {
            string? deliverAt = fields.Get(prefix + "deliverAt");
            return new Message(fields.Get(prefix + "topic") ?? "", fields.Bytes(prefix + "body"))
            {
                Tag = fields.Get(prefix + "tag"),
                Key = fields.Get(prefix + "key"),
                ShardingKey = fields.Get(prefix + "shardingKey"),
                DeliverAt = deliverAt == null
                    ? (DateTimeOffset?)null
                    : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(deliverAt, CultureInfo.InvariantCulture)),
                Properties = fields.Below(prefix + "user."),
            };
        }

        private static Fields Describe(Fields fields, IReadOnlyList<ReceivedMessage> messages)
        {
            fields.Put("count", messages.Count);
            for (int i = 0; i < messages.Count; i++)
            {
                ReceivedMessage message = messages[i];
                fields.Put(i + ".topic", message.Topic).Put(i + ".tag", message.Tag).Put(i + ".key", message.Key)
                    .Put(i + ".shardingKey", message.ShardingKey).Put(i + ".messageId", message.MessageId)
                    .Put(i + ".body", Convert.ToBase64String(message.Body.Span))
                    .Put(i + ".reconsumeTimes", message.ReconsumeTimes).Put(i + ".offset", message.Offset)
                    .Put(i + ".bornAt", message.BornAt.ToUnixTimeMilliseconds()).Put(i + ".bornHost", message.BornHost);
                foreach (KeyValuePair<string, string> property in message.Properties)
                {
                    fields.Put(i + ".user." + property.Key, property.Value);
                }
            }
            return fields;
        }

        private static void Tell(Fields fields, string prefix, SendResult result) =>
            fields.Put(prefix + "messageId", result.MessageId).Put(prefix + "recallHandle", result.RecallHandle);

        private static void Tell(Fields fields, string prefix, OnsError error) =>
            fields.Put(prefix + "class", error.Status.ToString().ToLowerInvariant()).Put(prefix + "code", error.Code)
                .Put(prefix + "name", error.Name).Put(prefix + "retryable", error.IsRetryable)
                .Put(prefix + "message", error.Message);
    }
}
