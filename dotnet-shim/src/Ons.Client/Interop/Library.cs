using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace Ons.Client.Interop
{
    /// <summary>Finds libonsclient, checks its version and starts it.</summary>
    internal static unsafe class Library
    {
        internal static readonly TimeSpan DrainAtExit = TimeSpan.FromSeconds(5);

        private static readonly object Lock = new object();
        private static bool loaded;
        private static bool opened;

        /// <summary>Loads the library without starting it.</summary>
        internal static void Load()
        {
            lock (Lock)
            {
                if (!loaded)
                {
                    CheckVersion();
                    loaded = true;
                }
            }
        }

        /// <summary>Starts the library for a client; with default options unless it runs already.</summary>
        internal static void EnsureOpen()
        {
            lock (Lock)
            {
                if (opened)
                {
                    return;
                }
                try
                {
                    Open(new RuntimeOptions());
                }
                catch (OnsStateException)
                {
                    // Somebody else in this process, such as a C++ part, has started it: then it runs as they want.
                    opened = true;
                }
            }
        }

        internal static void Open(RuntimeOptions options)
        {
            Load();
            lock (Lock)
            {
                using var wrapper = new LentText(Wrapper(), "the wrapper's name");
                using var javaHome = new LentText(options.JavaHome ?? Bundle.JavaHome(), nameof(options.JavaHome));
                using var classPath = new LentText(Bundle.ClassPath(), "the class path");
                using var jvmOptions = new LentText(options.JvmOptions, nameof(options.JvmOptions));
                using var logFolder = new LentText(options.LogFolder, nameof(options.LogFolder));
                if (options.MaxHeapMiB < 0)
                {
                    throw Errors.Invalid($"MaxHeapMiB is {options.MaxHeapMiB}; it must be 16 to 65,536, or 0");
                }
                if (!string.IsNullOrEmpty(options.LogFolder))
                {
                    MakeFolder(options.LogFolder);
                    Reports.UseFolder();
                }
                var native = new NativeRuntimeOptions
                {
                    StructSize = (uint)sizeof(NativeRuntimeOptions),
                    AbiVersion = Native.AbiVersion,
                    Wrapper = wrapper.Text,
                    JavaHome = javaHome.Text,
                    ClassPath = classPath.Text,
                    JvmOptions = jvmOptions.Text,
                    LogFolder = logFolder.Text,
                    MaxHeapMiB = (uint)options.MaxHeapMiB,
                    Echo = options.Echo ? 1u : 0u,
                };
                var error = NativeError.Empty;
                Errors.Check(Native.ons_runtime_open(&native, &error), &error);
                if (!opened)
                {
                    // Before the library ends by itself, while callbacks into managed code can still be waited for.
                    AppDomain.CurrentDomain.ProcessExit += (sender, e) =>
                        Native.ons_runtime_close((int)DrainAtExit.TotalMilliseconds, null);
                    opened = true;
                }
            }
        }

        private static void MakeFolder(string folder)
        {
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
            {
                throw Errors.Invalid($"the log folder {folder} cannot be made: {e.Message}");
            }
        }

        private static string Wrapper() =>
            $"dotnet/{Errors.Text(Native.ons_version())} {RuntimeInformation.FrameworkDescription}";

        private static void CheckVersion()
        {
            uint version;
            try
            {
                version = Native.ons_abi_version();
            }
            catch (Exception e) when (e is DllNotFoundException || e is BadImageFormatException
                || e is EntryPointNotFoundException)
            {
                throw NotLoaded(e);
            }
            if (version >> 16 != Native.AbiVersion >> 16 || version < Native.AbiVersion)
            {
                throw new OnsError(
                    OnsStatus.Version,
                    $"{Native.Library} has version {version >> 16}.{version & 0xffff} of the interface, and this"
                    + $" assembly needs {Native.AbiVersion >> 16}.{Native.AbiVersion & 0xffff}; use both from the"
                    + " same package").ToException();
            }
        }

        private static OnsException NotLoaded(Exception cause)
        {
            string places = string.Join(
                "", Places().Select(place => $"\n  {place}: {(File.Exists(place) ? "there" : "no such file")}"));
            string remedy = RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
                && RuntimeInformation.ProcessArchitecture == Architecture.X64
                ? "reference the package Ons.Client and build again, which puts the library there; one that is there"
                  + " may lack a library that it needs itself, see ldd"
                : "the package has it for Linux on x64 with glibc only, and this process is"
                  + $" {RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}";
            return new OnsError(
                OnsStatus.Runtime,
                $"{Native.Library} could not be loaded. Tried:{places}\n  the system's library path\n"
                + $"What to do: {remedy}.",
                "LIBRARY_NOT_LOADED",
                detail: cause.Message).ToException();
        }

        // Where .NET looks, in its order.
        private static IEnumerable<string> Places()
        {
            string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
            return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Append(Bundle.AssemblyFolder)
                .Select(folder => Path.GetFullPath(Path.Combine(folder, Native.Library)))
                .Distinct();
        }
    }
}
