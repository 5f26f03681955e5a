using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Ons.Client.Interop
{
    /// <summary>
    /// The jars and the runtime of the package. Beside the library, it finds them itself; here is where they are when
    /// NuGet has brought them. The environment's ONS_JAVA_HOME and ONS_CLASSPATH win.
    /// </summary>
    internal static class Bundle
    {
        internal static string AssemblyFolder { get; } = FolderOf(Assembly.GetExecutingAssembly().Location);

        internal static string? JavaHome()
        {
            string? home = Folders().Select(folder => Path.Combine(folder, "runtime")).FirstOrDefault(Directory.Exists);
            return Environment.GetEnvironmentVariable("ONS_JAVA_HOME") == null ? home : null;
        }

        internal static string? ClassPath()
        {
            string? jars = Folders().Select(folder => Path.Combine(folder, "jars")).FirstOrDefault(Directory.Exists);
            return jars == null || Environment.GetEnvironmentVariable("ONS_CLASSPATH") != null
                ? null
                : string.Join(":", Directory.GetFiles(jars, "*.jar").OrderBy(jar => jar, StringComparer.Ordinal));
        }

        // In a program that is one file, assemblies have no place of their own.
        private static string FolderOf(string assembly) =>
            assembly.Length == 0 ? AppContext.BaseDirectory : Path.GetDirectoryName(assembly)!;

        // Beside the program; and, for scripts that use an assembly where NuGet unpacked it, in the package.
        private static IEnumerable<string> Folders()
        {
            yield return Path.Combine(AppContext.BaseDirectory, "onsclient");
            yield return Path.Combine(AssemblyFolder, "onsclient");
            string processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            yield return Path.GetFullPath(Path.Combine(AssemblyFolder, $"../../runtimes/linux-{processor}/onsclient"));
        }
    }
}
