using System;
using System.Threading;

namespace Ons.Client.Interop
{
    /// <summary>Takes a client's events on a thread of its own, from its start until the client is closed.</summary>
    internal sealed unsafe class EventPump
    {
        private const int MostAtOnce = 64;
        private static readonly int PollMs = (int)TimeSpan.FromSeconds(1).TotalMilliseconds;

        private readonly ClientHandle client;
        private readonly OnFrame onFrame;
        private readonly Action<OnsError?> onEnd;
        private int started;

        /// <summary>The second function is called once, at the end: with null when the client was closed.</summary>
        internal EventPump(ClientHandle client, OnFrame onFrame, Action<OnsError?> onEnd)
        {
            this.client = client;
            this.onFrame = onFrame;
            this.onEnd = onEnd;
        }

        internal delegate void OnFrame(Frame frame);

        /// <summary>Events instead of callbacks; before the start of the client.</summary>
        internal static void UseEvents(ClientHandle client)
        {
            var error = NativeError.Empty;
            Errors.Check(Native.ons_client_use_events(client, &error), &error);
        }

        internal void Start()
        {
            if (Interlocked.Exchange(ref started, 1) == 0)
            {
                new Thread(Run) { IsBackground = true, Name = "ons-events" }.Start();
            }
        }

        private void Run()
        {
            OnsError? failure;
            try
            {
                failure = Pump();
            }
            catch (Exception e)
            {
                failure = new OnsError(OnsStatus.Internal, "events can no longer be taken: " + e.Message,
                    detail: e.ToString());
            }
            onEnd(failure);
        }

        private OnsError? Pump()
        {
            var buffer = new byte[256 * 1024];
            for (;;)
            {
                UIntPtr size;
                UIntPtr count;
                var error = NativeError.Empty;
                int status;
                fixed (byte* start = buffer)
                {
                    status = Native.ons_events_poll(
                        client, (UIntPtr)MostAtOnce, PollMs, start, (UIntPtr)buffer.Length, &size, &count, &error);
                }
                switch ((OnsStatus)status)
                {
                    case OnsStatus.Ok:
                        Hand(new ReadOnlySpan<byte>(buffer, 0, (int)size));
                        break;
                    case OnsStatus.Buffer:
                        buffer = new byte[(int)size];
                        break;
                    case OnsStatus.Closed:
                        return null;
                    default:
                        return Errors.From(&error);
                }
            }
        }

        private void Hand(ReadOnlySpan<byte> frames)
        {
            while (frames.Length > 0)
            {
                var frame = new Frame(frames);
                onFrame(frame);
                frames = frames.Slice(frame.Size);
            }
        }
    }
}
