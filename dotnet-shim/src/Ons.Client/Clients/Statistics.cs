namespace Ons.Client
{
    /// <summary>A client's counters since it was made.</summary>
    public readonly struct Statistics
    {
        internal Statistics(in Interop.NativeStatistics native)
        {
            Sent = (long)native.Sent;
            SendFailures = (long)native.SendFailures;
            SendsInFlight = (long)native.SendsInFlight;
            Received = (long)native.Received;
            Consumed = (long)native.Consumed;
            ConsumeFailures = (long)native.ConsumeFailures;
            CallbacksRunning = (long)native.CallbacksRunning;
        }

        /// <summary>Messages that the server has stored.</summary>
        public long Sent { get; }

        /// <summary>Messages whose send failed.</summary>
        public long SendFailures { get; }

        /// <summary>Messages on their way now; one-way sends are not counted anywhere.</summary>
        public long SendsInFlight { get; }

        /// <summary>Messages that handlers, loops and polls were given.</summary>
        public long Received { get; }

        /// <summary>Messages that were handled with success.</summary>
        public long Consumed { get; }

        /// <summary>Messages that were answered otherwise.</summary>
        public long ConsumeFailures { get; }

        /// <summary>Handlers and other callbacks that run now.</summary>
        public long CallbacksRunning { get; }
    }
}
