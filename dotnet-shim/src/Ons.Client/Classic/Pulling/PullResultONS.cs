using System.Collections.Generic;

namespace ons
{
    /// <summary>The messages that a pull found, and where to go on.</summary>
    public class PullResultONS : Disposable
    {
        internal PullResultONS(ONSPullStatus status, long next, long first, long end)
        {
            pullStatus = status;
            nextBeginOffset = next;
            minOffset = first;
            maxOffset = end;
        }

        /// <summary>What the pull found.</summary>
        public ONSPullStatus pullStatus { get; }

        /// <summary>Where to go on.</summary>
        public long nextBeginOffset { get; }

        /// <summary>The first message of the queue.</summary>
        public long minOffset { get; }

        /// <summary>Behind the last message of the queue.</summary>
        public long maxOffset { get; }

        /// <summary>The messages.</summary>
        public List<Message> msgFoundList { get; } = new List<Message>();
    }
}
