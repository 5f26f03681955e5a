using System;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Sends messages. Any number of threads may use it.</summary>
    public class Producer : ONSClient
    {
        /// <summary>For classes of programs, which override the methods; the factory makes those that work.</summary>
        public Producer() : base(null)
        {
        }

        internal Producer(Modern.Producer producer) : base(producer)
        {
        }

        private Modern.Producer Real => (Modern.Producer)Client;

        /// <summary>Sends a message and waits until the server has stored it. No exception: sent. The body must not be
        /// empty.</summary>
        public virtual SendResultONS send(Message msg) =>
            Sending.Send(msg, content => Real.Send(content));

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
            Translated.Call(() => Real.Offer(content, new PendingCallback(this, callback)));
        }

        /// <summary>Sends a message without asking whether it arrived.</summary>
        public virtual void sendOneway(Message msg)
        {
            Modern.Message content = Translated.Require(msg, "the message").Content();
            Translated.Call(() => Real.SendOneWay(content));
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
                    callback.onSuccess(Sending.Result(outcome.Result));
                }
                else
                {
                    callback.onException(Translated.From(outcome.Error.ToException()));
                }
                GC.KeepAlive(producer);
            }
        }
    }
}
