using System.Collections.Generic;

namespace ons
{
    /// <summary>The messages that a pull found, and where to go on.</summary>
    public class PullResultONS : Disposable
    {
        /// <summary>A result without messages.</summary>
        public PullResultONS(ONSPullStatus status) => pullStatus = status;

        /// <summary>A result without messages, with its offsets.</summary>
        public PullResultONS(ONSPullStatus pullStatus, long nextBeginOffset, long minOffset, long maxOffset)
        {
            this.pullStatus = pullStatus;
            this.nextBeginOffset = nextBeginOffset;
            this.minOffset = minOffset;
            this.maxOffset = maxOffset;
        }

        /// <summary>The result of the pull.</summary>
        public ONSPullStatus pullStatus { get; set; }

        /// <summary>Where to go on.</summary>
        public long nextBeginOffset { get; set; }

        /// <summary>The first message of the queue.</summary>
        public long minOffset { get; set; }

        /// <summary>Behind the last message of the queue.</summary>
        public long maxOffset { get; set; }

        /// <summary>The messages.</summary>
        public List<Message> msgFoundList { get; set; } = new List<Message>();
    }
}
