using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>
    /// Goal: who takes the package has all. Method: an empty project elsewhere takes it from a folder and runs the
    /// walkthrough, with no Java on PATH. Needs --package FOLDER and --sdk SCRIPT.
    /// </summary>
    [Alone]
    internal static class PackageTests
    {
        private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

        /// <summary>The folder with the package.</summary>
        internal static string Folder { get; set; } = "";

        /// <summary>Runs dotnet.</summary>
        internal static string Sdk { get; set; } = "";

        [Test]
        private static async Task A_project_elsewhere_takes_the_package_and_runs()
        {
            if (Folder.Length == 0)
            {
                throw new CheckFailedException("--package FOLDER and --sdk SCRIPT are needed");
            }
            string work = Path.Combine(Path.GetTempPath(), Fixture.Name("ons package"));
            try
            {
                MakeProject(work);
                await BuildAsync(work, "build", "-o", work + "/built");
                await RunAsync(work + "/built");

                await BuildAsync(work, "publish", "-r", "linux-x64", "--self-contained", "false", "-o", work + "/one");
                Directory.Move(work + "/one", work + "/moved");
                await RunAsync(work + "/moved");

                // Without its list of files, .NET itself misses none of them.
                File.Delete(work + "/moved/walkthrough.deps.json");
                File.Delete(work + "/moved/libonsclient.so.1");
                using var child = new Child(work + "/moved/walkthrough", new[] { "127.0.0.1:1" }, NoJava());
                string errors = (await child.EndAsync()).With(1).Errors;
                Check.Contains(work + "/moved/libonsclient.so.1: no such file", errors);
                Check.Contains("reference the package Ons.Client", errors);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        private static void MakeProject(string work)
        {
            Directory.CreateDirectory(work);
            string package = Path.GetFileNameWithoutExtension(Directory.GetFiles(Folder, "Ons.Client.*.nupkg")[0]);
            string version = package.Substring("Ons.Client.".Length);
            string framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
            File.Copy(
                Path.Combine(Path.GetDirectoryName(Sdk)!, "examples/walkthrough/Program.cs"), work + "/Program.cs");
            File.WriteAllText(
                work + "/nuget.config",
                $"<configuration><packageSources><clear/><add key='here' value='{Folder}'/></packageSources>"
                + "</configuration>");
            File.WriteAllText(
                work + "/walkthrough.csproj",
                "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><OutputType>Exe</OutputType>"
                + $"<TargetFramework>{framework}</TargetFramework></PropertyGroup>"
                + $"<ItemGroup><PackageReference Include='Ons.Client' Version='{version}'/></ItemGroup></Project>");
        }

        private static async Task BuildAsync(string work, string command, params string[] options)
        {
            var arguments = new List<string> { command, work + "/walkthrough.csproj", "--nologo", "-v", "q" };
            arguments.AddRange(options);
            var environment = new Dictionary<string, string?> { ["NUGET_PACKAGES"] = work + "/packages" };
            using var build = new Child(Sdk, arguments, environment);
            (await build.EndAsync(Long)).With(0);
        }

        private static async Task RunAsync(string folder)
        {
            using var child = new Child(folder + "/walkthrough", new[] { Fixture.Broker.Endpoint }, NoJava());
            Check.Contains("14 sent", (await child.EndAsync(Long)).With(0).Output);
        }

        private static IDictionary<string, string?> NoJava() =>
            new Dictionary<string, string?>
            {
                ["PATH"] = "/nowhere",
                ["JAVA_HOME"] = null,
                ["ONS_JAVA_HOME"] = null,
                ["DOTNET_ROOT"] = Path.GetDirectoryName(Child.Dotnet),
            };
    }
}
