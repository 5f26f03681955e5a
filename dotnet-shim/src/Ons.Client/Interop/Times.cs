using System;

namespace Ons.Client.Interop
{
    /// <summary>Between the library's milliseconds and .NET's types.</summary>
    internal static class Times
    {
        internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

        private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
        private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

        /// <summary>A point in time; what .NET cannot express becomes the nearest that it can.</summary>
        internal static DateTimeOffset At(long sinceEpochMs) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(Math.Max(sinceEpochMs, First), Last));

        /// <summary>A point in time; 0 stands for none.</summary>
        internal static DateTimeOffset? OrNull(long sinceEpochMs) =>
            sinceEpochMs == 0 ? (DateTimeOffset?)null : At(sinceEpochMs);

        /// <summary>A wait of at most 10 minutes, rounded up.</summary>
        internal static int Wait(TimeSpan wait, string what)
        {
            if (wait < TimeSpan.Zero || wait > LongestWait)
            {
                throw Errors.Invalid($"{what} is {wait}; it must be 0 to 10 minutes");
            }
            return (int)Math.Ceiling(wait.TotalMilliseconds);
        }
    }
}
