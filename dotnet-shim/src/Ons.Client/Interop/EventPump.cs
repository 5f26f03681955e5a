using System;
using System.Threading;

namespace Ons.Client.Interop
{
    /// <summary>Takes a client's events on a thread of its own, from its start until the client is closed.</summary>
    internal sealed unsafe class EventPump
    {
        private const int MostAtOnce = 64;
        private static readonly int PollMs = (int)TimeSpan.FromSeconds(1).TotalMilliseconds;

        private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
        private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

        private readonly ClientHandle client;
        private readonly OnFrame onFrame;
        private readonly Action onTurn;
        private readonly Action<OnsError?> onEnd;
        private byte[] buffer = new byte[256 * 1024];
        private int started;

        /// <summary>Makes one for a client that uses events.</summary>
        /// <param name="client">Whose events it takes.</param>
        /// <param name="onFrame">Called with each; what it throws is reported, and the next one comes.</param>
        /// <param name="onTurn">Called after each poll, once a second at least.</param>
        /// <param name="onEnd">Called once, at the end: with null when the client was closed, else with the reason why
        /// events can no longer be taken.</param>
        internal EventPump(ClientHandle client, OnFrame onFrame, Action onTurn, Action<OnsError?> onEnd)
        {
            this.client = client;
            this.onFrame = onFrame;
            this.onTurn = onTurn;
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

        // An error ends neither the loop nor its thread, unless the process must be repaired first.
        private void Run()
        {
            OnsError? failure = null;
            TimeSpan pause = FirstPause;
            for (bool goesOn = true; goesOn;)
            {
                try
                {
                    goesOn = Poll();
                    onTurn();
                    pause = FirstPause;
                }
                catch (OnsException e) when (e.Status == OnsStatus.Forked || e.Status == OnsStatus.Version)
                {
                    failure = e.Error;
                    goesOn = false;
                }
                catch (Exception e)
                {
                    Reports.Failure($"taking events failed; it is tried again in {pause.TotalMilliseconds} ms", e);
                    Thread.Sleep(pause);
                    pause = pause + pause < LongestPause ? pause + pause : LongestPause;
                }
            }
            onEnd(failure);
        }

        private bool Poll()
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
                case OnsStatus.Closed:
                    return false;
                case OnsStatus.Buffer:
                    buffer = new byte[(int)size];
                    return true;
                default:
                    Errors.Check(status, &error);
                    Hand(new ReadOnlySpan<byte>(buffer, 0, (int)size));
                    return true;
            }
        }

        private void Hand(ReadOnlySpan<byte> frames)
        {
            while (frames.Length > 0)
            {
                var frame = new Frame(frames);
                try
                {
                    onFrame(frame);
                }
                catch (Exception e)
                {
                    Reports.Failure("an event was not handled", e);
                }
                frames = frames.Slice(frame.Size);
            }
        }
    }
}
