using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    internal sealed class CheckFailedException : Exception
    {
        internal CheckFailedException(string message) : base(message)
        {
        }
    }

    /// <summary>The usual asserts.</summary>
    internal static class Check
    {
        internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

        internal static void True(bool condition, string what)
        {
            if (!condition)
            {
                throw new CheckFailedException("not so: " + what);
            }
        }

        internal static void Equal<T>(T expected, T actual, string what = "the value")
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual))
            {
                throw new CheckFailedException($"{what}: expected <{expected}>, got <{actual}>");
            }
        }

        internal static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what = "the sequence")
        {
            T[] wanted = expected.ToArray();
            T[] got = actual.ToArray();
            if (!wanted.SequenceEqual(got))
            {
                throw new CheckFailedException(
                    $"{what}: expected <{string.Join(", ", wanted)}>, got <{string.Join(", ", got)}>");
            }
        }

        internal static void Contains(string part, string text) => True(text.Contains(part), $"'{part}' in '{text}'");

        internal static TException Throws<TException>(Action action) where TException : Exception
        {
            try
            {
                action();
            }
            catch (TException e)
            {
                return e;
            }
            throw new CheckFailedException($"no {typeof(TException).Name}");
        }

        internal static async Task<TException> ThrowsAsync<TException>(Func<Task> action) where TException : Exception
        {
            try
            {
                await Within(action());
            }
            catch (TException e)
            {
                return e;
            }
            throw new CheckFailedException($"no {typeof(TException).Name}");
        }

        internal static async Task Within(Task task, TimeSpan? deadline = null)
        {
            if (await Task.WhenAny(task, Task.Delay(deadline ?? Deadline)) != task)
            {
                throw new CheckFailedException($"not done within {deadline ?? Deadline}");
            }
            await task;
        }

        internal static async Task<T> Within<T>(Task<T> task, TimeSpan? deadline = null)
        {
            await Within((Task)task, deadline);
            return await task;
        }
    }

    /// <summary>What handlers bring to the test; every wait has a deadline.</summary>
    internal sealed class Inbox<T>
    {
        private readonly ConcurrentQueue<T> values = new ConcurrentQueue<T>();
        private readonly SemaphoreSlim available = new SemaphoreSlim(0);

        internal int Count => values.Count;

        internal void Put(T value)
        {
            values.Enqueue(value);
            available.Release();
        }

        internal async Task<T> TakeAsync(TimeSpan? deadline = null)
        {
            if (!await available.WaitAsync(deadline ?? Check.Deadline))
            {
                throw new CheckFailedException("nothing came in time");
            }
            values.TryDequeue(out T value);
            return value;
        }

        internal async Task<List<T>> TakeAsync(int count)
        {
            var taken = new List<T>();
            while (taken.Count < count)
            {
                taken.Add(await TakeAsync());
            }
            return taken;
        }
    }
}
