using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>Sends messages that each have a sharding key, in whose order they are delivered.</summary>
    public sealed unsafe class OrderProducer : MessagingClient, IOrderProducer
    {
        private readonly ConcurrentDictionary<ulong, PendingSend> pending =
            new ConcurrentDictionary<ulong, PendingSend>();

        // The library ends each send within its time; one that takes so much longer was lost by a failure.
        private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

        private readonly EventPump pump;
        private readonly TimeSpan patience;
        private readonly Stopwatch sinceMark = Stopwatch.StartNew();
        private long lastToken;
        private ulong mark;

        /// <summary>Makes an ordered producer, not started.</summary>
        /// <exception cref="OnsInvalidException">An option is missing or out of range.</exception>
        public OrderProducer(ProducerOptions options) : base(options, Native.ons_order_producer_open)
        {
            EventPump.UseEvents(Handle);
            pump = new EventPump(Handle, OnFrame, GiveUpLost, OnEnd);
            patience = TimeSpan.FromMilliseconds(NumberOf(PropertyKeys.SendMsgTimeout)) + Grace;
        }

        /// <inheritdoc/>
        public override void Start()
        {
            base.Start();
            pump.Start();
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
            ulong token = (ulong)Interlocked.Increment(ref lastToken);
            PendingSend send = pending[token] = new PendingSend(this, SendSpan.Begin(ref message));
            try
            {
                Offer(message, token);
            }
            catch (OnsException e)
            {
                pending.TryRemove(token, out _);
                send.End(new SendOutcome(e.Error));
            }
            return send.Within(cancellationToken);
        }

        /// <inheritdoc/>
        public SendResult Send(Message message) => SendAndWait(message);

        private void Offer(Message message, ulong token)
        {
            using var lent = new LentMessages(message);
            UIntPtr size;
            var error = NativeError.Empty;
            int status = Native.ons_frame_encode(lent.First, token, null, UIntPtr.Zero, &size, &error);
            if (status != (int)OnsStatus.Buffer)
            {
                Errors.Check(status, &error);
            }
            var frame = new byte[(int)size];
            fixed (byte* start = frame)
            {
                Errors.Check(Native.ons_frame_encode(lent.First, token, start, size, &size, &error), &error);
                UIntPtr accepted;
                Errors.Check(Native.ons_producer_send_frames(Handle, start, size, &accepted, &error), &error);
            }
        }

        private void OnFrame(Frame frame)
        {
            if (frame.Kind == Native.FrameSendResult && pending.TryRemove(frame.Token, out PendingSend? send))
            {
                send.End(Outcome(frame));
            }
        }

        private static SendOutcome Outcome(Frame frame)
        {
            try
            {
                return frame.ToOutcome();
            }
            catch (Exception e)
            {
                return new SendOutcome(new OnsError(
                    OnsStatus.Internal, "the end of the send could not be read: " + e.Message, detail: e.ToString()));
            }
        }

        private void GiveUpLost()
        {
            if (sinceMark.Elapsed < patience)
            {
                return;
            }
            ulong newest = mark;
            mark = (ulong)Interlocked.Read(ref lastToken);
            sinceMark.Restart();
            foreach (ulong token in pending.Keys)
            {
                if (token <= newest && pending.TryRemove(token, out PendingSend? send))
                {
                    send.End(new SendOutcome(new OnsError(
                        OnsStatus.Timeout,
                        $"the end of the send did not come within {patience}; the message may be stored or not",
                        isRetryable: true)));
                }
            }
        }

        // Sends without an end will not get one.
        private void OnEnd(OnsError? failure)
        {
            OnsError error = failure ?? new OnsError(OnsStatus.Closed, "the ordered producer was closed");
            foreach (ulong token in pending.Keys)
            {
                if (pending.TryRemove(token, out PendingSend? send))
                {
                    send.End(new SendOutcome(error));
                }
            }
        }
    }
}
