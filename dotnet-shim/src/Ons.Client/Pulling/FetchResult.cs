using System.Collections.Generic;

namespace Ons.Client
{
    /// <summary>The messages that a fetch found, and where to go on.</summary>
    public sealed class FetchResult
    {
        /// <summary>Makes one; a program needs that in its tests only.</summary>
        public FetchResult(IReadOnlyList<ReceivedMessage> messages, long nextOffset)
        {
            Messages = messages;
            NextOffset = nextOffset;
        }

        /// <summary>The messages.</summary>
        public IReadOnlyList<ReceivedMessage> Messages { get; }

        /// <summary>Where to go on.</summary>
        public long NextOffset { get; }
    }
}
