using System;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>The base of consumers to which messages are pushed.</summary>
    public abstract unsafe class PushClient : MessagingClient
    {
        private protected PushClient(ClientOptions options, OpenCall open) : base(options, open)
        {
        }

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        public void Unsubscribe(string topic)
        {
            using var lent = new LentText(topic ?? throw new ArgumentNullException(nameof(topic)), nameof(topic));
            var error = NativeError.Empty;
            Errors.Check(Native.ons_consumer_unsubscribe(Handle, lent.Text, &error), &error);
        }

        private protected void Subscribe(string topic, Filter filter, IntPtr listener, object? target)
        {
            if (filter == null)
            {
                throw new ArgumentNullException(nameof(filter));
            }
            using var lentTopic =
                new LentText(topic ?? throw new ArgumentNullException(nameof(topic)), nameof(topic));
            using var expression = new LentText(filter.Expression, nameof(filter));
            IntPtr context = target == null ? IntPtr.Zero : Callbacks.Context(target);
            IntPtr release = target == null ? IntPtr.Zero : Callbacks.Release;
            var error = NativeError.Empty;
            Errors.Check(
                Native.ons_consumer_subscribe(
                    Handle, lentTopic.Text, expression.Text, filter.Kind, listener, context, release, &error),
                &error);
        }

        private protected void Subscribe(string topic, Filter filter, MessageHandler handler)
        {
            if (handler == null)
            {
                throw new ArgumentNullException(nameof(handler));
            }
            Func<ReceivedMessage, int> listener = message => Process(handler, message);
            Subscribe(topic, filter, Callbacks.Listener, listener);
        }

        private int Process(MessageHandler handler, ReceivedMessage message)
        {
            ProcessSpan span = ProcessSpan.Begin(message);
            string? error = null;
            try
            {
                ConsumeResult result = Run(handler.Invoke, message);
                error = result == ConsumeResult.Success ? null : "reconsume_later";
                return (int)result;
            }
            catch (Exception e)
            {
                error = e.GetType().FullName;
                throw;
            }
            finally
            {
                span.End(error);
            }
        }

        private protected void LimitRate(string topic, double perSecond)
        {
            using var lent = new LentText(topic ?? throw new ArgumentNullException(nameof(topic)), nameof(topic));
            var error = NativeError.Empty;
            Errors.Check(Native.ons_consumer_rate_limit(Handle, lent.Text, perSecond, &error), &error);
        }
    }
}
