using System;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>The library in this process. Every function may be called from any thread.</summary>
    public static unsafe class OnsRuntime
    {
        /// <summary>The version of the product, such as "0.1.0".</summary>
        public static string Version
        {
            get
            {
                Library.Load();
                return Errors.Text(Native.ons_version());
            }
        }

        /// <summary>
        /// Starts the library, which takes some hundred milliseconds. Optional: the first client does it with default
        /// options. Again with the same options: no effect.
        /// </summary>
        /// <exception cref="OnsStateException">It runs already, with other options.</exception>
        /// <exception cref="OnsFatalException">It was not found or did not start; the message lists every place tried.
        /// </exception>
        public static void Open(RuntimeOptions options) =>
            Library.Open(options ?? throw new ArgumentNullException(nameof(options)));

        /// <summary>
        /// Ends the library, for good, and all clients with it. Running handlers are waited for, 5 seconds unless told
        /// otherwise. Optional: a process that ends does it.
        /// </summary>
        /// <exception cref="OnsTimeoutException">Handlers were still running; the clients are closed all the same.
        /// </exception>
        public static Task CloseAsync(TimeSpan? drain = null)
        {
            int drainMs = Times.Wait(drain ?? Library.DrainAtExit, nameof(drain));
            return Task.Run(() => Close(drainMs));
        }

        /// <summary>Describes the library, its Java runtime and every open client, for people.</summary>
        public static string Describe()
        {
            Library.Load();
            NativeBuffer text = default;
            var error = NativeError.Empty;
            Errors.Check(Native.ons_runtime_describe(&text, &error), &error);
            return Errors.Take(ref text);
        }

        /// <summary>Whether the library has a feature, such as "send.recall"; onsclient.h lists the names.</summary>
        public static bool Supports(string feature)
        {
            Library.Load();
            using var arena = new LentText(feature + "\0", "the feature's name");
            return Native.ons_feature_supported(arena.Text.Data) == 1;
        }

        /// <summary>
        /// Takes log records of <paramref name="level"/> and more urgent ones, one at a time, on a thread of the
        /// library. To hand them to an ILoggerFactory:
        /// <code>OnsRuntime.UseLog(OnsLogLevel.Information, record =>
        ///     factory.CreateLogger(record.Logger).Log((LogLevel)record.Level, "{Text}", record.Text));</code>
        /// </summary>
        /// <param name="level">The least urgent to take.</param>
        /// <param name="log">Null: logs go again where they went before.</param>
        public static void UseLog(OnsLogLevel level, Action<LogRecord>? log)
        {
            Library.Load();
            var error = NativeError.Empty;
            int status = log == null
                ? Native.ons_log_set_callback(
                    IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, LogRecord.ToNative(level), &error)
                : Native.ons_log_set_callback(
                    Callbacks.Log, Callbacks.Context(log), Callbacks.Release, LogRecord.ToNative(level), &error);
            Errors.Check(status, &error);
            Reports.UseLog(log);
        }

        private static void Close(int drainMs)
        {
            Library.Load();
            var error = NativeError.Empty;
            Errors.Check(Native.ons_runtime_close(drainMs, &error), &error);
        }
    }
}
