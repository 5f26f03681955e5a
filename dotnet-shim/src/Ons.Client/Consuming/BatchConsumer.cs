using System;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A consumer whose handler gets several messages at a time.</summary>
    public sealed unsafe class BatchConsumer : PushClient, IBatchConsumer
    {
        /// <summary>Makes a consumer of batches, not started.</summary>
        /// <exception cref="OnsInvalidException">An option is missing or out of range.</exception>
        public BatchConsumer(BatchConsumerOptions options) : base(options, Native.ons_batch_consumer_open)
        {
        }

        /// <inheritdoc/>
        public void Subscribe(string topic, Filter filter, BatchHandler handler)
        {
            if (handler == null)
            {
                throw new ArgumentNullException(nameof(handler));
            }
            Func<ReceivedMessage[], int> listener = messages => (int)Run(handler.Invoke, messages);
            Subscribe(topic, filter, Callbacks.BatchListener, listener);
        }
    }
}
