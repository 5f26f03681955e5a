using System;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A send in flight as a task; it keeps its producer alive.</summary>
    internal sealed class PendingSend : TaskCompletionSource<SendResult>, IPendingSend
    {
        private readonly MessagingClient producer;
        private readonly SendSpan span;
        private CancellationTokenRegistration cancellation;

        internal PendingSend(MessagingClient producer, SendSpan span)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            this.producer = producer;
            this.span = span;
        }

        public void End(SendOutcome outcome)
        {
            span.End(outcome.Error);
            if (outcome.Error != null)
            {
                TrySetException(outcome.Error.ToException());
            }
            else
            {
                TrySetResult(outcome.Result);
            }
            GC.KeepAlive(producer);
        }

        internal Task<SendResult> Within(CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                cancellation = cancellationToken.Register(() => TrySetCanceled(cancellationToken));
                Task.ContinueWith(
                    ended => cancellation.Dispose(), CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            return Task;
        }
    }
}
