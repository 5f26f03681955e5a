using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>Sends messages that are delivered only if a local transaction commits.</summary>
    public sealed unsafe class TransactionProducer : MessagingClient, ITransactionProducer
    {
        /// <summary>Makes a producer, not started.</summary>
        /// <param name="options">How it is set up.</param>
        /// <param name="checker">Asked about half messages that this or another producer of the group left undecided.
        /// An exception counts as Unknown, and is logged.</param>
        /// <exception cref="OnsInvalidException">An option is missing or out of range.</exception>
        public TransactionProducer(TransactionProducerOptions options, TransactionHandler checker)
            : this(options, new Checker(checker ?? throw new ArgumentNullException(nameof(checker))))
        {
        }

        private TransactionProducer(TransactionProducerOptions options, Checker checker)
            : base(options, (properties, count, client, error) =>
                Native.ons_transaction_producer_open(
                    properties, count, Callbacks.Transaction, Callbacks.Context(checker.Callback), Callbacks.Release,
                    client, error)) => checker.Producer = this;

        /// <inheritdoc/>
        public Task<SendResult> SendAsync(
            Message message, TransactionHandler executer, CancellationToken cancellationToken = default)
        {
            Require(message, executer);
            return Task.Run(() => Send(message, half => Run(executer.Invoke, half)), cancellationToken);
        }

        /// <inheritdoc/>
        public SendResult Send(Message message, Func<ReceivedMessage, TransactionStatus> executer)
        {
            Require(message, executer);
            ExceptionDispatchInfo? thrown = null;
            Func<ReceivedMessage, int> callback = half =>
            {
                try
                {
                    using (new Invocation(this))
                    {
                        return (int)executer(half);
                    }
                }
                catch (Exception e)
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                    return (int)TransactionStatus.Unknown;
                }
            };
            using var lent = new LentMessages(message);
            var result = NativeSendResult.Empty;
            var error = NativeError.Empty;
            IntPtr context = Callbacks.Context(callback);
            int status = Native.ons_producer_send_transaction(
                Handle, lent.First, Callbacks.Transaction, context, &result, &error);
            Callbacks.Free(context);
            thrown?.Throw();
            Errors.Check(status, &error);
            return SendResult.From(&result);
        }

        private static void Require(Message message, Delegate executer)
        {
            if (message == null)
            {
                throw new ArgumentNullException(nameof(message));
            }
            if (executer == null)
            {
                throw new ArgumentNullException(nameof(executer));
            }
        }

        /// <summary>The library may ask before the producer's constructor has ended; then it asks again.</summary>
        private sealed class Checker
        {
            internal Checker(TransactionHandler handler) =>
                Callback = half => (int)(Producer?.Run(handler.Invoke, half) ?? TransactionStatus.Unknown);

            internal TransactionProducer? Producer { get; set; }

            internal Func<ReceivedMessage, int> Callback { get; }
        }
    }
}
