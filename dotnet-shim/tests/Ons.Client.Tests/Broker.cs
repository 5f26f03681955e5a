using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>A broker in a process of its own, with its data in a temporary folder.</summary>
    internal sealed class Broker : IDisposable
    {
        private static readonly Regex Ready = new Regex(@"ready grpc=(127\.0\.0\.1:(\d+))");

        private readonly string folder = Path.Combine(Path.GetTempPath(), "ons-test-" + Guid.NewGuid().ToString("N"));
        private Process process;

        private readonly List<string> options = new List<string>();

        /// <summary>With topics and groups, and users, to have from the start: JSON; null: none.</summary>
        internal Broker(string? resources = null, string? users = null)
        {
            Directory.CreateDirectory(folder);
            AddFile("--resources", "resources.json", resources);
            AddFile("--users", "users.json", users);
            (process, Endpoint) = Run(0);
        }

        /// <summary>The jar that is run; set by the program's options.</summary>
        internal static string Jar { get; set; } = "";

        internal string Endpoint { get; private set; }

        /// <summary>The lines of the broker's log.</summary>
        internal Inbox<string> Log { get; } = new Inbox<string>();

        /// <summary>Ends the broker the hard way and starts it again, with the same data at the same address.</summary>
        internal void Restart()
        {
            process.Kill();
            process.WaitForExit();
            (process, Endpoint) = Run(int.Parse(Endpoint.Split(':')[1]));
        }

        /// <summary>The broker is there and does not answer, until Resume.</summary>
        internal void Freeze() => Signal("STOP");

        internal void Resume() => Signal("CONT");

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            Directory.Delete(folder, recursive: true);
        }

        private void Signal(string name)
        {
            using Process kill = Process.Start("kill", $"-{name} {process.Id}");
            kill.WaitForExit();
        }

        private void AddFile(string option, string name, string? content)
        {
            if (content != null)
            {
                string file = Path.Combine(folder, name);
                File.WriteAllText(file, content);
                options.Add(option);
                options.Add(file);
            }
        }

        private (Process Process, string Endpoint) Run(int port)
        {
            string java = Environment.GetEnvironmentVariable("JAVA_HOME") is { } home ? home + "/bin/java" : "java";
            var start = new ProcessStartInfo(java) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments =
            {
                "-jar", Jar, "--grpc-port", port.ToString(), "--remoting-port", "off",
                "--http-port", "off", "--data-dir", folder + "/data"
            };
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
            foreach (string option in options)
            {
                start.ArgumentList.Add(option);
            }
            var ready = new TaskCompletionSource<string>();
            var started = new Process { StartInfo = start };
            started.OutputDataReceived += (sender, line) =>
            {
                Match match = Ready.Match(line.Data ?? "");
                if (match.Success)
                {
                    ready.TrySetResult(match.Groups[1].Value);
                }
                else if (line.Data == null)
                {
                    ready.TrySetException(new InvalidOperationException("the broker did not start: " + Jar));
                }
            };
            started.ErrorDataReceived += (sender, line) => Log.Put(line.Data ?? "");
            started.Start();
            started.BeginOutputReadLine();
            started.BeginErrorReadLine();
            if (!ready.Task.Wait(2 * Check.Deadline))
            {
                started.Kill();
                throw new TimeoutException("the broker was not ready in time");
            }
            return (started, ready.Task.Result);
        }
    }
}
