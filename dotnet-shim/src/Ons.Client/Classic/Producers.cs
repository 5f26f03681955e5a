using System;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>What all classic clients share.</summary>
    public abstract class ONSClient : Disposable
    {
        private readonly Modern.MessagingClient client;

        private protected ONSClient(Modern.MessagingClient client) => this.client = client;

        /// <summary>Once, before anything else. After a shutdown it is refused.</summary>
        public virtual void start() => Translated.Call(client.Start);

        /// <summary>Ends the client, for good; waits for running listeners. Again: no effect.</summary>
        public virtual void shutdown() => Translated.Call(client.Close);

        /// <summary>As shutdown.</summary>
        public override void Dispose()
        {
            shutdown();
            base.Dispose();
        }
    }

    /// <summary>Sends messages. Any number of threads may use it.</summary>
    public class Producer : ONSClient
    {
        private readonly Modern.Producer producer;

        internal Producer(Modern.Producer producer) : base(producer) => this.producer = producer;

        /// <summary>Sends a message and waits until the server has stored it. No exception: sent. The body must not be
        /// empty.</summary>
        public virtual SendResultONS send(Message msg) =>
            Sending.Send(msg, content => producer.Send(content));

        /// <summary>Refused: the server chooses the queue. OrderProducer keeps messages of a sharding key together.
        /// </summary>
        public virtual SendResultONS send(Message msg, MessageQueueONS mq) =>
            throw new ONSClientException(
                $"a message for topic {msg?.getTopic()} cannot be sent to queue {mq?.getQueueId()}: the server chooses;"
                + " to keep messages together send them by an OrderProducer with a sharding key",
                (int)Modern.OnsStatus.Unsupported);

        /// <summary>Sends a message and returns at once; the callback is told the end.</summary>
        public virtual void sendAsync(Message msg, SendCallbackONS callback)
        {
            Translated.Require(
                callback, "the callback of sendAsync", ONSClientException.SEND_CALLBACK_IS_EMPTY);
            Modern.Message content = Translated.Require(msg, "the message").Content();
            Translated.Call(() => producer.Offer(content, new PendingCallback(this, callback)));
        }

        /// <summary>Sends a message without asking whether it arrived.</summary>
        public virtual void sendOneway(Message msg)
        {
            Modern.Message content = Translated.Require(msg, "the message").Content();
            Translated.Call(() => producer.SendOneWay(content));
        }

        /// <summary>A send in flight; it keeps its producer alive.</summary>
        private sealed class PendingCallback : Modern.Interop.IPendingSend
        {
            private readonly Producer producer;
            private readonly SendCallbackONS callback;

            internal PendingCallback(Producer producer, SendCallbackONS callback)
            {
                this.producer = producer;
                this.callback = callback;
            }

            public void End(Modern.SendOutcome outcome)
            {
                if (outcome.Error == null)
                {
                    callback.onSuccess(Sending.Result(outcome.Receipt));
                }
                else
                {
                    callback.onException(Translated.From(outcome.Error.ToException()));
                }
                GC.KeepAlive(producer);
            }
        }
    }

    /// <summary>Sends messages that are delivered in the order of their sharding key.</summary>
    public class OrderProducer : ONSClient
    {
        private readonly Modern.OrderProducer producer;

        internal OrderProducer(Modern.OrderProducer producer) : base(producer) => this.producer = producer;

        /// <summary>Sends a message and waits until the server has stored it. Neither key nor body may be
        /// empty.</summary>
        public virtual SendResultONS send(Message msg, string shardingKey)
        {
            Translated.Require(msg, "the message").setShardingKey(shardingKey);
            return Sending.Send(msg, producer.Send);
        }
    }

    /// <summary>Sends messages that are delivered only if a local transaction commits.</summary>
    public class TransactionProducer : ONSClient
    {
        private readonly Modern.TransactionProducer producer;

        internal TransactionProducer(Modern.TransactionProducerOptions options, LocalTransactionChecker checker)
            : this(new Modern.TransactionProducer(
                options, (half, cancellation) =>
                    System.Threading.Tasks.Task.FromResult(Sending.ToModern(checker.check(new Message(half))))))
        {
        }

        private TransactionProducer(Modern.TransactionProducer producer) : base(producer) => this.producer = producer;

        /// <summary>Sends a half message, runs the executer on this thread and tells the server its decision. A
        /// rollback throws ONSClientException; an exception of the executer leaves the message to the checker, and
        /// comes out here.</summary>
        public virtual SendResultONS send(Message msg, ref LocalTransactionExecuter executer) => send(msg, executer);

        /// <summary>The same, for executers that are no variables.</summary>
        public virtual SendResultONS send(Message msg, LocalTransactionExecuter executer)
        {
            Translated.Require(executer, "the executer of a transaction");
            return Sending.Send(msg, content => producer.Send(content, half =>
            {
                msg.setMsgID(half.MessageId);
                return Sending.ToModern(executer.execute(msg));
            }));
        }
    }

    internal static class Sending
    {
        /// <summary>Sends by a call; the message learns its id.</summary>
        internal static SendResultONS Send(Message message, Func<Modern.Message, Modern.SendReceipt> call)
        {
            Modern.Message content = Translated.Require(message, "the message").Content();
            Modern.SendReceipt receipt = Translated.Call(() => call(content));
            message.setMsgID(receipt.MessageId);
            return Result(receipt);
        }

        internal static SendResultONS Result(Modern.SendReceipt receipt)
        {
            var result = new SendResultONS();
            result.setMessageId(receipt.MessageId);
            return result;
        }

        internal static Modern.TransactionStatus ToModern(TransactionStatus status)
        {
            switch (status)
            {
                case TransactionStatus.CommitTransaction: return Modern.TransactionStatus.Commit;
                case TransactionStatus.RollbackTransaction: return Modern.TransactionStatus.Rollback;
                default: return Modern.TransactionStatus.Unknown;
            }
        }
    }
}
