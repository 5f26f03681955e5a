using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>Goal: the examples, and the programs of the classic manual, run as they are.</summary>
    [Alone]
    internal static class ExampleTests
    {
        [Test]
        private static async Task Quickstart() =>
            Check.Contains("received hello", await OutputOfAsync("quickstart"));

        [Test]
        private static async Task Ordered() =>
            Check.Contains("order-2: created paid shipped", await OutputOfAsync("ordered"));

        [Test]
        private static async Task Transaction() =>
            Check.Contains("asked about: perhaps", await OutputOfAsync("transaction"));

        [Test]
        private static async Task Walkthrough() => Check.Contains("14 sent", await OutputOfAsync("walkthrough"));

        [Test]
        private static async Task Classic_programs_that_send()
        {
            foreach (string name in new[] { "timed", "binary", "transaction", "singleton" })
            {
                Check.Contains("sent ", await OutputOfAsync("classic", name));
            }
        }

        [Test]
        private static async Task Classic_programs_that_receive()
        {
            await ReceiveAsync("subscribe", "normal", "Example message body");
            await ReceiveAsync("ordered-receive", "ordered-send", "step 7");
        }

        /// <summary>The guide's programs are parts of the examples, which are compiled as C# 7.3 and as C# 8 with null
        /// checks.</summary>
        [Test]
        private static void What_the_guide_to_migrating_prints_is_compiled()
        {
            string shim = Path.GetDirectoryName(PackageTests.Sdk)!;
            string guide = File.ReadAllText(Path.Combine(shim, "../docs/migrating.md"));
            string examples = Spaced(string.Join(
                "\n", Directory.GetFiles(Path.Combine(shim, "examples/classic"), "*.cs").Select(File.ReadAllText)));
            string[] printed = Regex.Matches(guide, "```csharp\n(.*?)```", RegexOptions.Singleline)
                .Select(match => Spaced(match.Groups[1].Value)).ToArray();
            Check.True(printed.Length > 0, "the guide prints C#");
            foreach (string snippet in printed)
            {
                Check.Contains(snippet, examples);
            }
        }

        private static string Spaced(string text) => Regex.Replace(text, @"\s+", " ").Trim();

        // A new group begins with what is sent after it is there, so what is sent before may be missed: it is sent
        // until the receiver has enough.
        private static async Task ReceiveAsync(string receiver, string sender, string body)
        {
            Task<string> received = OutputOfAsync("classic", receiver);
            while (!received.IsCompleted)
            {
                await OutputOfAsync("classic", sender);
            }
            Check.Contains("received ", await received);
            Check.Contains(body, await received);
        }

        private static async Task<string> OutputOfAsync(string example, params string[] names)
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            string assembly = Path.Combine(own.Parent!.Parent!.FullName, example, own.Name, example + ".dll");
            string endpoint = names.Length == 0 ? Fixture.Broker.Endpoint : "http://" + Fixture.Broker.Endpoint;
            using var child = new Child(Child.Dotnet, new[] { assembly }.Concat(names).Append(endpoint));
            return (await child.EndAsync(TimeSpan.FromMinutes(5))).With(0).Output;
        }
    }
}
