using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>Sends messages. Programs that are tested without a server take an IProducer.</summary>
    public sealed unsafe class Producer : MessagingClient, IProducer
    {
        private const int NotWritten = 1;

        /// <summary>Makes a producer, not started.</summary>
        /// <exception cref="OnsInvalidException">An option is missing or out of range; the message names key, value and
        /// range.</exception>
        public Producer(ProducerOptions options) : base(options, Native.ons_producer_open)
        {
        }

        /// <inheritdoc/>
        public Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken = default)
        {
            if (message == null)
            {
                throw new ArgumentNullException(nameof(message));
            }
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<SendResult>(cancellationToken);
            }
            var pending = new PendingSend(this, SendSpan.Begin(ref message));
            try
            {
                Offer(message, pending);
            }
            catch (OnsException e)
            {
                pending.End(new SendOutcome(e.Error));
            }
            return pending.Within(cancellationToken);
        }

        /// <inheritdoc/>
        public SendResult Send(Message message) => SendAndWait(message);

        /// <inheritdoc/>
        public void SendOneWay(Message message)
        {
            using var lent = new LentMessages(message ?? throw new ArgumentNullException(nameof(message)));
            var error = NativeError.Empty;
            Errors.Check(Native.ons_producer_send_oneway(Handle, lent.First, &error), &error);
        }

        /// <inheritdoc/>
        public Task<IReadOnlyList<SendOutcome>> SendBatchAsync(
            IReadOnlyList<Message> messages, CancellationToken cancellationToken = default)
        {
            Message[] batch = (messages ?? throw new ArgumentNullException(nameof(messages))).ToArray();
            if (Array.Exists(batch, message => message is null))
            {
                throw new ArgumentException("a message of the batch is null", nameof(messages));
            }
            return Task.Run(() => SendBatch(batch), cancellationToken);
        }

        /// <inheritdoc/>
        public Task<string> RecallAsync(
            string topic, string recallHandle, CancellationToken cancellationToken = default) =>
            Task.Run(() => Recall(topic, recallHandle), cancellationToken);

        /// <summary>Sends a message; <paramref name="pending"/> is told the end, unless this throws.</summary>
        internal void Offer(Message message, IPendingSend pending)
        {
            using var lent = new LentMessages(message);
            var error = NativeError.Empty;
            IntPtr context = Callbacks.Context(pending);
            int status = Native.ons_producer_send_async(Handle, lent.First, Callbacks.Send, context, &error);
            if (status != Native.Ok)
            {
                Callbacks.Free(context);
                throw Errors.From(&error).ToException();
            }
        }

        private IReadOnlyList<SendOutcome> SendBatch(Message[] messages)
        {
            using var lent = new LentMessages(messages);
            var results = new NativeSendResult[messages.Length];
            for (int i = 0; i < results.Length; i++)
            {
                results[i].StructSize = (uint)sizeof(NativeSendResult);
                results[i].Status = NotWritten;
            }
            var error = NativeError.Empty;
            fixed (NativeSendResult* first = results)
            {
                int status = Native.ons_producer_send_batch(
                    Handle, lent.First, (UIntPtr)messages.Length, first, &error);
                if (results.Length == 0 || first->Status == NotWritten)
                {
                    Errors.Check(status, &error);
                }
                var outcomes = new SendOutcome[results.Length];
                for (int i = 0; i < outcomes.Length; i++)
                {
                    outcomes[i] = first[i].Status == Native.Ok
                        ? new SendOutcome(SendResult.From(&first[i]))
                        : new SendOutcome(Errors.From(&first[i]));
                }
                return outcomes;
            }
        }

        private string Recall(string topic, string recallHandle)
        {
            using var lentTopic = new LentText(topic, nameof(topic));
            using var lentHandle = new LentText(recallHandle, nameof(recallHandle));
            byte* messageId = stackalloc byte[128];
            var error = NativeError.Empty;
            Errors.Check(
                Native.ons_producer_recall(Handle, lentTopic.Text, lentHandle.Text, messageId, &error), &error);
            return Errors.Text(messageId);
        }
    }
}
