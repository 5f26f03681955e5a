using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>
    /// One run of a callback of a client. What it awaits and what it starts knows of it, since the context flows; but
    /// only for as long as it runs is that code a part of a callback.
    /// </summary>
    internal sealed class Invocation : IDisposable
    {
        private static readonly AsyncLocal<Invocation?> Current = new AsyncLocal<Invocation?>();

        private readonly MessagingClient client;
        private readonly Invocation? outer = Current.Value;
        private readonly int thread = Environment.CurrentManagedThreadId;
        private readonly TaskCompletionSource<bool> ended =
            new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Begins one, on the library's thread, which stays in it to its end.</summary>
        internal Invocation(MessagingClient client)
        {
            this.client = client;
            Current.Value = this;
        }

        /// <summary>Ends when it does.</summary>
        internal Task Ended => ended.Task;

        /// <summary>Whether the caller is on the thread that cannot go on before the callback has returned.</summary>
        internal bool IsOnItsThread => thread == Environment.CurrentManagedThreadId;

        /// <summary>The callback of the client that the caller is a part of, or was started by; null when none runs.
        /// </summary>
        internal static Invocation? Of(MessagingClient client)
        {
            Invocation? found = Current.Value;
            while (found != null && (found.client != client || found.Ended.IsCompleted))
            {
                found = found.outer;
            }
            return found;
        }

        /// <summary>Whether it ends in that time.</summary>
        internal async Task<bool> EndsWithinAsync(TimeSpan time) =>
            await Task.WhenAny(Ended, Task.Delay(time)).ConfigureAwait(false) == Ended;

        public void Dispose()
        {
            Current.Value = outer;
            ended.SetResult(true);
        }
    }
}
