using System;
using System.Diagnostics;

namespace Ons.Client.Interop
{
    /// <summary>What this assembly itself has to report goes where OnsRuntime.UseLog sends the library's log, else to the
    /// listeners of System.Diagnostics.Trace.</summary>
    internal static class Reports
    {
        private static volatile Action<LogRecord>? log;

        internal static void UseLog(Action<LogRecord>? target) => log = target;

        /// <summary>Never throws: it is called where nobody could catch.</summary>
        internal static void Failure(string text, Exception failure)
        {
            try
            {
                Action<LogRecord>? target = log;
                if (target == null)
                {
                    Trace.TraceError("Ons.Client: {0}: {1}", text, failure);
                    return;
                }
                target(new LogRecord(OnsLogLevel.Error, DateTimeOffset.UtcNow, "Ons.Client", $"{text}: {failure}"));
            }
            catch (Exception e)
            {
                Trace.TraceError("Ons.Client: the log callback failed: {0}", e);
            }
        }
    }
}
