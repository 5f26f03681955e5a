using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>A test, with the lines of docs/requirements.md that it proves.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class TestAttribute : Attribute
    {
        public TestAttribute(params string[] lines) => Lines = lines;

        public string[] Lines { get; }
    }

    /// <summary>Tests of this class run when no other does.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class AloneAttribute : Attribute
    {
    }

    /// <summary>Finds tests, runs them and reports.</summary>
    internal static class Runner
    {
        private const int AtOnce = 4;
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
        private static readonly object Output = new object();

        /// <summary>Runs the tests whose name or line contains one of the filters, or all; gives how many failed, and 1
        /// when none ran.</summary>
        internal static async Task<int> RunAsync(IReadOnlyList<string> filters)
        {
            var tests = Find().Where(test => filters.Count == 0 || filters.Any(test.Matches)).ToList();
            var failures = new List<string>();
            using var places = new SemaphoreSlim(AtOnce);
            await Task.WhenAll(tests.Where(test => !test.Alone).Select(async test =>
            {
                await places.WaitAsync();
                try
                {
                    await Task.Run(() => RunAsync(test, failures));
                }
                finally
                {
                    places.Release();
                }
            }));
            foreach (Case test in tests.Where(test => test.Alone))
            {
                await RunAsync(test, failures);
            }
            foreach (string failure in failures)
            {
                Console.WriteLine("failed: " + failure);
            }
            Console.WriteLine($"{tests.Count - failures.Count} passed, {failures.Count} failed");
            return tests.Count == 0 ? 1 : failures.Count;
        }

        private static async Task RunAsync(Case test, List<string> failures)
        {
            var watch = Stopwatch.StartNew();
            Exception? failure = null;
            try
            {
                Task run = test.RunAsync();
                if (await Task.WhenAny(run, Task.Delay(Longest)) != run)
                {
                    throw new TimeoutException($"the test runs for more than {Longest}");
                }
                await run;
            }
            catch (Exception e)
            {
                failure = e is TargetInvocationException ? e.InnerException! : e;
            }
            lock (Output)
            {
                string lines = test.Lines.Length == 0 ? "" : " [" + string.Join(" ", test.Lines) + "]";
                Console.WriteLine(
                    $"{(failure == null ? "ok    " : "FAILED")} {watch.ElapsedMilliseconds,6} ms  {test.Name}{lines}");
                if (failure != null)
                {
                    Console.WriteLine(failure);
                    failures.Add(test.Name);
                }
            }
        }

        private static IEnumerable<Case> Find() =>
            from type in typeof(Runner).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            let attribute = method.GetCustomAttribute<TestAttribute>()
            where attribute != null
            orderby type.Name
            select new Case(type, method, attribute.Lines);

        private sealed class Case
        {
            private readonly Type type;
            private readonly MethodInfo method;

            internal Case(Type type, MethodInfo method, string[] lines)
            {
                this.type = type;
                this.method = method;
                Lines = lines;
            }

            internal string[] Lines { get; }

            internal string Name => type.Name + "." + method.Name;

            internal bool Alone => type.IsDefined(typeof(AloneAttribute));

            internal bool Matches(string filter) =>
                Name.Contains(filter, StringComparison.OrdinalIgnoreCase) || Lines.Contains(filter);

            internal Task RunAsync() => method.Invoke(null, null) as Task ?? Task.CompletedTask;
        }
    }
}
