using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>Brings the messages of a consumer's events to loops.</summary>
    internal sealed class MessageReader
    {
        // Their time to be handled runs already; so few are taken ahead.
        private const int MostAhead = 64;

        // More than there will ever be loops.
        private const int Everyone = 1 << 30;

        private readonly ClientHandle consumer;
        private readonly CancellationToken closing;
        private readonly EventPump pump;
        private readonly ConcurrentQueue<ReceivedMessage> messages = new ConcurrentQueue<ReceivedMessage>();
        private readonly SemaphoreSlim available = new SemaphoreSlim(0);
        private readonly SemaphoreSlim room = new SemaphoreSlim(MostAhead);
        private volatile bool ended;
        private OnsError? failure;

        internal MessageReader(ClientHandle consumer, CancellationToken closing)
        {
            this.consumer = consumer;
            this.closing = closing;
            pump = new EventPump(consumer, OnFrame, () => { }, OnEnd);
            closing.Register(GiveBack);
        }

        internal void Start() => pump.Start();

        internal async IAsyncEnumerable<ReceivedMessage> ReadAllAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (;;)
            {
                await available.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (ended || !messages.TryDequeue(out ReceivedMessage? message))
                {
                    if (failure != null)
                    {
                        throw failure.ToException();
                    }
                    yield break;
                }
                room.Release();
                ConsumeResult unanswered = ConsumeResult.Later;
                try
                {
                    yield return message;
                    unanswered = ConsumeResult.Success;
                }
                finally
                {
                    message.Complete(unanswered);
                }
            }
        }

        private void OnFrame(Frame frame)
        {
            if (frame.Kind != Native.FrameMessage)
            {
                return;
            }
            var delivery = new Delivery(consumer, frame.Token);
            ReceivedMessage message;
            try
            {
                message = frame.ToMessage();
            }
            catch
            {
                // No memory, most likely: it comes again.
                delivery.Complete(ConsumeResult.Later);
                throw;
            }
            message.Delivery = delivery;
            WaitForRoom();
            messages.Enqueue(message);
            available.Release();
            if (closing.IsCancellationRequested)
            {
                GiveBack();
            }
        }

        private void WaitForRoom()
        {
            try
            {
                room.Wait(closing);
            }
            catch (OperationCanceledException)
            {
                // The consumer is being closed: what is here goes back at once.
            }
        }

        // Closing need not wait for messages that no loop has taken.
        private void GiveBack()
        {
            while (messages.TryDequeue(out ReceivedMessage? message))
            {
                message.Complete(ConsumeResult.Later);
            }
        }

        private void OnEnd(OnsError? error)
        {
            failure = error;
            ended = true;
            available.Release(Everyone);
        }
    }
}
