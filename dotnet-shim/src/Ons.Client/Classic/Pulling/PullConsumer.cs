using System;
using System.Collections.Generic;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Fetches messages from queues when it is asked.</summary>
    public class PullConsumer : ONSClient
    {
        // For messages that the expression leaves out; there are some.
        private static readonly TimeSpan FetchWait = TimeSpan.FromSeconds(1);

        /// <summary>For classes of programs, which override the methods; the factory makes those that work.</summary>
        public PullConsumer() : base(null)
        {
        }

        internal PullConsumer(Modern.PullConsumer consumer) : base(consumer)
        {
        }

        private Modern.PullConsumer Real => (Modern.PullConsumer)Client;

        /// <summary>Asks the server for the queues of a topic.</summary>
        public virtual List<MessageQueueONS> fetchSubscribeMessageQueues(string topic) =>
            Translated.Call(() =>
            {
                var queues = new List<MessageQueueONS>();
                foreach (Modern.Partition partition in Real.GetPartitionsAsync(topic).GetAwaiter().GetResult())
                {
                    queues.Add(new MessageQueueONS(partition));
                }
                return queues;
            });

        /// <summary>The same, into a list.</summary>
        public virtual void fetchSubscribeMessageQueues(string topic, List<MessageQueueONS> mqs)
        {
            List<MessageQueueONS> queues = fetchSubscribeMessageQueues(topic);
            mqs.Clear();
            mqs.AddRange(queues);
        }

        /// <summary>Fetches up to <paramref name="maxNums"/> (1 to 1,024) messages from an offset on.</summary>
        public virtual PullResultONS pull(MessageQueueONS mq, string subExpression, long offset, int maxNums)
        {
            try
            {
                return Pulled(mq.Partition(), subExpression, offset, maxNums);
            }
            catch (Modern.OnsTimeoutException)
            {
                return new PullResultONS(ONSPullStatus.ONS_BROKER_TIMEOUT, offset, 0, 0);
            }
            catch (Modern.OnsException e)
            {
                throw Translated.From(e);
            }
        }

        /// <summary>The offset of the first message stored at or after a time, milliseconds since 1970 UTC.</summary>
        public virtual long searchOffset(MessageQueueONS mq, long timestamp) =>
            Translated.Call(() => Real
                .GetOffsetForTimeAsync(mq.Partition(), Modern.Interop.Times.At(timestamp)).GetAwaiter().GetResult());

        /// <summary>The offset behind the last message.</summary>
        public virtual long maxOffset(MessageQueueONS mq) => Limits(mq.Partition()).End;

        /// <summary>The offset of the first message.</summary>
        public virtual long minOffset(MessageQueueONS mq) => Limits(mq.Partition()).First;

        /// <summary>Commits an offset for the group, at the server, and waits for it.</summary>
        public virtual void updateConsumeOffset(MessageQueueONS mq, long offset) =>
            Translated.Call(() => Real.CommitAsync(mq.Partition(), offset).GetAwaiter().GetResult());

        /// <summary>Without effect: updateConsumeOffset has told the server already, and waited for it.</summary>
        public virtual void persistConsumerOffset4PullConsumer(MessageQueueONS mq)
        {
        }

        /// <summary>Without effect: offsets are kept at the server only.</summary>
        public virtual void removeConsumeOffset(MessageQueueONS mq)
        {
        }

        /// <summary>The offset that the group has committed; -1 when none. Always asks the server.</summary>
        public virtual long fetchConsumeOffset(MessageQueueONS mq, bool fromStore) =>
            Translated.Call(() => Real.GetCommittedAsync(mq.Partition()).GetAwaiter().GetResult()) ?? -1;

        private PullResultONS Pulled(Modern.Partition partition, string expression, long offset, int max)
        {
            (long first, long end) = Real.GetOffsetLimitsAsync(partition).GetAwaiter().GetResult();
            if (offset < first || offset > end)
            {
                return new PullResultONS(
                    ONSPullStatus.ONS_OFFSET_ILLEGAL, offset < first ? first : end, first, end);
            }
            if (offset == end)
            {
                return new PullResultONS(ONSPullStatus.ONS_NO_NEW_MSG, offset, first, end);
            }
            Modern.FetchResult found =
                Real.FetchAsync(partition, expression, offset, max, FetchWait).GetAwaiter().GetResult();
            var result = new PullResultONS(
                found.Messages.Count == 0 ? ONSPullStatus.ONS_NO_MATCHED_MSG : ONSPullStatus.ONS_FOUND,
                found.NextOffset, first, end);
            foreach (Modern.ReceivedMessage message in found.Messages)
            {
                result.msgFoundList.Add(new Message(message));
            }
            return result;
        }

        private (long First, long End) Limits(Modern.Partition partition) =>
            Translated.Call(() => Real.GetOffsetLimitsAsync(partition).GetAwaiter().GetResult());
    }
}
