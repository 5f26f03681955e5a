using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>What became of a program.</summary>
    internal sealed class Ended
    {
        internal Ended(int exitCode, string output, string errors)
        {
            ExitCode = exitCode;
            Output = output;
            Errors = errors;
        }

        internal int ExitCode { get; }

        internal string Output { get; }

        internal string Errors { get; }

        /// <summary>It ended with this code and left no report of a crash.</summary>
        internal Ended With(int exitCode)
        {
            if (ExitCode != exitCode)
            {
                throw new CheckFailedException(
                    $"exit code {ExitCode} instead of {exitCode}\noutput: {Output}\nerrors: {Errors}");
            }
            return this;
        }
    }

    /// <summary>A program that a test started.</summary>
    internal sealed class Child : IDisposable
    {
        private readonly Process process;
        private readonly StringBuilder output = new StringBuilder();
        private readonly Task<string> errors;
        private readonly Task reading;
        private readonly Inbox<string> lines = new Inbox<string>();

        internal Child(string file, IEnumerable<string> arguments, IDictionary<string, string?>? environment = null)
        {
            Folder = Path.Combine(Path.GetTempPath(), Fixture.Name("ons-child"));
            Directory.CreateDirectory(Folder);
            var start = new ProcessStartInfo(file)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder,
            };
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
            foreach (var variable in environment ?? new Dictionary<string, string?>())
            {
                if (variable.Value == null)
                {
                    start.Environment.Remove(variable.Key);
                }
                else
                {
                    start.Environment[variable.Key] = variable.Value;
                }
            }
            process = Process.Start(start)!;
            errors = process.StandardError.ReadToEndAsync();
            reading = ReadAsync();
        }

        /// <summary>Its working folder, where a crash would leave its report.</summary>
        internal string Folder { get; }

        /// <summary>The program that runs this one.</summary>
        internal static string Dotnet => Process.GetCurrentProcess().MainModule!.FileName!;

        /// <summary>One of this program's own children, see Children.</summary>
        internal static Child Of(string name, params string[] arguments) =>
            new Child(
                Dotnet,
                new[] { Assembly.GetExecutingAssembly().Location, "child", name, Fixture.Broker.Endpoint }
                    .Concat(arguments));

        /// <summary>One with more in its environment.</summary>
        internal static Child Of(string name, IDictionary<string, string?> environment, params string[] arguments) =>
            new Child(
                Dotnet,
                new[] { Assembly.GetExecutingAssembly().Location, "child", name, Fixture.Broker.Endpoint }
                    .Concat(arguments),
                environment);

        internal async Task WaitForLineAsync(string line)
        {
            while (await lines.TakeAsync() != line)
            {
            }
        }

        internal void Signal(string name)
        {
            using Process kill = Process.Start("kill", $"-{name} {process.Id}");
            kill.WaitForExit();
        }

        internal async Task<Ended> EndAsync(TimeSpan? deadline = null)
        {
            bool ended = await Task.Run(() => process.WaitForExit((int)(deadline ?? Check.Deadline).TotalMilliseconds));
            if (!ended)
            {
                process.Kill();
            }
            await Check.Within(Task.WhenAll(reading, errors));
            if (!ended)
            {
                throw new CheckFailedException($"it does not end\noutput: {output}\nerrors: {errors.Result}");
            }
            string[] reports = Directory.GetFiles(Folder, "hs_err*");
            if (reports.Length > 0)
            {
                throw new CheckFailedException("it crashed: " + File.ReadAllText(reports[0]));
            }
            return new Ended(process.ExitCode, output.ToString(), errors.Result);
        }

        public void Dispose()
        {
            process.Dispose();
            Directory.Delete(Folder, recursive: true);
        }

        private async Task ReadAsync()
        {
            string? line;
            while ((line = await process.StandardOutput.ReadLineAsync()) != null)
            {
                output.AppendLine(line);
                lines.Put(line);
            }
        }
    }
}
