using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>
    /// Runs the tests:  Ons.Client.Tests --broker JAR --package FOLDER --sdk SCRIPT [--rounds N] [FILTER...]
    /// With "child NAME ENDPOINT" it is one of the programs that tests start.
    /// </summary>
    internal static class Program
    {
        // The machine may be busy: no test is about how soon, but those that set a time. Children inherit it.
        private static readonly string[] Patient =
        {
            "ONSCLIENT_START_TIMEOUT=60000", "ONSCLIENT_REQUEST_TIMEOUT=20000", "ONSCLIENT_SEND_MSG_TIMEOUT=60000",
        };

        private static async Task<int> Main(string[] arguments)
        {
            foreach (string variable in Patient)
            {
                string[] parts = variable.Split('=');
                Environment.SetEnvironmentVariable(parts[0], parts[1]);
            }
            if (arguments.Length > 0 && arguments[0] == "child")
            {
                return await Children.RunAsync(arguments[1], arguments.Skip(2).ToArray());
            }
            var filters = new List<string>();
            for (int i = 0; i < arguments.Length; i++)
            {
                switch (arguments[i])
                {
                    case "--broker":
                        Broker.Jar = arguments[++i];
                        break;
                    case "--rounds":
                        Fixture.Rounds = int.Parse(arguments[++i]);
                        break;
                    case "--package":
                        PackageTests.Folder = Path.GetFullPath(arguments[++i]);
                        break;
                    case "--sdk":
                        PackageTests.Sdk = Path.GetFullPath(arguments[++i]);
                        break;
                    default:
                        filters.Add(arguments[i]);
                        break;
                }
            }
            using (Fixture.Broker = new Broker(Fixture.Resources))
            {
                int failed = await Runner.RunAsync(filters);
                await OnsRuntime.CloseAsync();
                return Math.Min(failed, 100);
            }
        }
    }
}
