using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>
    /// Goal: a .NET process stays one although it hosts the library. Method: programs of their own, of which each must
    /// end as it should and without the report of a crash.
    /// </summary>
    [Alone]
    internal static class ProcessTests
    {
        private const int Terminated = 128 + 15;
        private const int Interrupted = 128 + 2;
        private const int Aborted = 128 + 6;

        [Test]
        private static Task Null_references_and_divisions_by_zero_stay_exceptions() => RunAsync("faults", 0);

        [Test]
        private static Task Both_collectors_may_work_while_callbacks_are_on_their_way() => RunAsync("collector", 0);

        [Test("F-005")]
        private static Task Clients_that_come_and_go_leave_no_threads_or_files() =>
            RunAsync("rounds", 0, TimeSpan.FromMinutes(10), Fixture.Rounds.ToString());

        [Test("F-005")]
        private static async Task A_process_may_end_with_open_clients()
        {
            for (int exitCode = 0; exitCode < 5; exitCode++)
            {
                await RunAsync("open", exitCode, null, exitCode.ToString());
            }
        }

        [Test]
        private static Task A_handler_may_end_the_process() => RunAsync("exit-in-handler", 9);

        [Test]
        private static Task A_client_that_nobody_refers_to_is_closed() => RunAsync("forgotten", 0);

        [Test]
        private static Task The_echo_mode_needs_no_server_and_closing_is_final() => RunAsync("echo", 0);

        [Test]
        private static Task A_log_callback_that_fails_is_called_again() => RunAsync("log", 0);

        [Test]
        private static async Task A_request_to_terminate_ends_the_process_in_order()
        {
            using Child child = Child.Of("wait");
            await child.WaitForLineAsync("ready");
            child.Signal("TERM");
            Check.Contains("process exit", (await child.EndAsync()).With(Terminated).Output);
        }

        [Test]
        private static async Task An_interrupt_reaches_the_program()
        {
            using Child child = Child.Of("interrupt");
            await child.WaitForLineAsync("ready");
            child.Signal("INT");
            Check.Contains("interrupted", (await child.EndAsync()).With(7).Output);
        }

        [Test]
        private static async Task An_interrupt_that_nobody_handles_ends_the_process()
        {
            using Child child = Child.Of("wait");
            await child.WaitForLineAsync("ready");
            child.Signal("INT");
            (await child.EndAsync()).With(Interrupted);
        }

        [Test]
        private static async Task An_unhandled_exception_is_told_as_ever()
        {
            using Child child = Child.Of("unhandled");
            Check.Contains("FormatException: on purpose", (await child.EndAsync()).With(Aborted).Errors);
        }

        [Test("F-020")]
        private static Task The_log_goes_to_the_folder_that_was_named() => LogIsInFolderAsync("log-folder");

        [Test]
        private static Task The_log_goes_to_a_folder_that_is_named_when_the_library_runs() =>
            LogIsInFolderAsync("late-log-folder");

        private static async Task LogIsInFolderAsync(string program)
        {
            string folder = Path.Combine(Path.GetTempPath(), Fixture.Name("ons-logs"));
            using (Child child = Child.Of(program, folder))
            {
                Ended ended = (await child.EndAsync()).With(0);
                Check.Contains("127.0.0.1:1", ended.Output);
                Check.Equal(program == "late-log-folder", ended.Errors.Contains("WARN"), "standard error stream");
            }
            string log = string.Join("\n", Directory.GetFiles(folder).Select(File.ReadAllText));
            Directory.Delete(folder, recursive: true);
            Check.Contains("127.0.0.1:1", log);
        }

        [Test]
        private static async Task A_runtime_that_cannot_start_is_an_error_with_its_reason()
        {
            string folder = Path.Combine(Path.GetTempPath(), Fixture.Name("ons-\u00fc"));
            Directory.CreateDirectory(folder);
            var reasons = new (string Words, string[] Arguments, Dictionary<string, string?> Environment)[]
            {
                ("files (ulimit -n)", new[] { "few-files" }, new Dictionary<string, string?>()),
                ("Error occurred during initialization of VM", Array.Empty<string>(), new Dictionary<string, string?>
                {
                    ["ONS_JVM_OPTS"] = "-Xms200000g -Xmx200000g",
                }),
                (folder, Array.Empty<string>(), new Dictionary<string, string?> { ["ONS_JAVA_HOME"] = folder }),
            };
            foreach ((string words, string[] arguments, Dictionary<string, string?> environment) in reasons)
            {
                using Child child = Child.Of("no-runtime", environment, arguments);
                string output = (await child.EndAsync()).With(0).Output;
                Check.Equal(3, output.Split(words).Length, $"twice '{words}' in {output}");
            }
            Directory.Delete(folder);
        }

        private static async Task RunAsync(
            string program, int exitCode, TimeSpan? deadline = null, params string[] arguments)
        {
            using Child child = Child.Of(program, arguments);
            (await child.EndAsync(deadline)).With(exitCode);
        }
    }
}
