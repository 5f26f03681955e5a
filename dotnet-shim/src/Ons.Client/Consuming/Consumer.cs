using System;
using System.Collections.Generic;
using System.Threading;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A consumer to which messages are pushed: to handlers, or to loops over ReadAllAsync.</summary>
    public sealed unsafe class Consumer : PushClient, IConsumer
    {
        private readonly object mode = new object();
        private bool hasHandlers;
        private MessageReader? reader;

        /// <summary>Makes a consumer, not started.</summary>
        /// <exception cref="OnsInvalidException">An option is missing or out of range.</exception>
        public Consumer(ConsumerOptions options) : base(options, Native.ons_consumer_open)
        {
        }

        /// <inheritdoc/>
        public override void Start()
        {
            base.Start();
            reader?.Start();
        }

        /// <inheritdoc/>
        public new void Subscribe(string topic, Filter filter, MessageHandler handler)
        {
            lock (mode)
            {
                if (reader != null)
                {
                    throw Mixed("has subscriptions for ReadAllAsync");
                }
                base.Subscribe(topic, filter, handler);
                hasHandlers = true;
            }
        }

        /// <inheritdoc/>
        public void Subscribe(string topic, Filter filter)
        {
            lock (mode)
            {
                if (hasHandlers)
                {
                    throw Mixed("has handlers");
                }
                if (reader == null)
                {
                    EventPump.UseEvents(Handle);
                    reader = new MessageReader(Handle, Closing);
                }
                Subscribe(topic, filter, IntPtr.Zero, null);
            }
        }

        /// <inheritdoc/>
        public IAsyncEnumerable<ReceivedMessage> ReadAllAsync(CancellationToken cancellationToken = default) =>
            (reader ?? throw new OnsError(
                OnsStatus.State,
                "the consumer has no subscription for ReadAllAsync; call Subscribe without a handler first")
                .ToException()).ReadAllAsync(cancellationToken);

        /// <inheritdoc/>
        public void SetRateLimit(string topic, double perSecond) => LimitRate(topic, perSecond);

        /// <inheritdoc/>
        public void SetOffsetStore(IOffsetStore store)
        {
            IntPtr context = Callbacks.Context(store ?? throw new ArgumentNullException(nameof(store)));
            var error = NativeError.Empty;
            Errors.Check(
                Native.ons_consumer_set_offset_store(
                    Handle, Callbacks.ReadOffset, Callbacks.WriteOffset, context, Callbacks.Release, &error),
                &error);
        }

        private static OnsException Mixed(string what) =>
            new OnsError(
                OnsStatus.State, $"the consumer {what}; a consumer has either handlers or loops, so make another one")
                .ToException();
    }
}
