using System;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>One log record of the library.</summary>
    public sealed class LogRecord
    {
        internal LogRecord(OnsLogLevel level, DateTimeOffset at, string logger, string text)
        {
            Level = level;
            At = at;
            Logger = logger;
            Text = text;
        }

        /// <summary>How urgent it is.</summary>
        public OnsLogLevel Level { get; }

        /// <summary>When it was written.</summary>
        public DateTimeOffset At { get; }

        /// <summary>The part of the library that wrote it; a category for a logger.</summary>
        public string Logger { get; }

        /// <summary>The text, with the stack of an exception if there is one.</summary>
        public string Text { get; }

        // The library counts from error up to trace, this assembly from trace up to error.
        internal static int ToNative(OnsLogLevel level) => Native.LogTrace - (int)level;

        internal static LogRecord From(int level, long atMs, NativeText logger, NativeText text) =>
            new LogRecord((OnsLogLevel)(Native.LogTrace - level), Times.At(atMs), logger.ToString(), text.ToString());
    }
}
