using System;
using System.Diagnostics;

namespace Ons.Client.Interop
{
    /// <summary>Reports of this assembly itself: they go where OnsRuntime.UseLog sends the library's log, else to the
    /// standard error stream, unless the library's log has a folder.</summary>
    internal static class Reports
    {
        private static volatile Action<LogRecord>? log;

        private static volatile bool toStandardError = true;

        /// <summary>The program does not want logs on its standard error stream.</summary>
        internal static void UseFolder() => toStandardError = false;

        internal static void UseLog(Action<LogRecord>? target) => log = target;

        /// <summary>Something that a program should know.</summary>
        internal static void Warning(string text) => Report(OnsLogLevel.Warning, text);

        /// <summary>Something failed where nobody could catch it.</summary>
        internal static void Failure(string text, Exception failure) => Report(OnsLogLevel.Error, $"{text}: {failure}");

        // Never throws.
        private static void Report(OnsLogLevel level, string text)
        {
            try
            {
                Action<LogRecord>? target = log;
                if (target != null)
                {
                    target(new LogRecord(level, DateTimeOffset.UtcNow, "Ons.Client", text));
                }
                else if (toStandardError)
                {
                    Console.Error.WriteLine($"Ons.Client: {level}: {text}");
                }
            }
            catch (Exception e)
            {
                Trace.TraceError("Ons.Client: could not report {0}: {1}", text, e);
            }
        }
    }
}
