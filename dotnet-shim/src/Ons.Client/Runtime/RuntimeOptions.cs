namespace Ons.Client
{
    /// <summary>How the library runs in this process; each may stay as it is.</summary>
    public sealed class RuntimeOptions
    {
        /// <summary>A Java runtime, 17 or later, instead of the one in the package.</summary>
        public string? JavaHome { get; set; }

        /// <summary>More options for the Java runtime, separated by line ends.</summary>
        public string? JvmOptions { get; set; }

        /// <summary>Where crash reports go and, unless UseLog takes them, logs. Null: the environment's ONS_LOG_DIR;
        /// without that, logs go to the standard error stream from level Warning on.</summary>
        public string? LogFolder { get; set; }

        /// <summary>Most memory of the library's objects, MiB, 16 to 65,536. 0: 256.</summary>
        public int MaxHeapMiB { get; set; }

        /// <summary>For tests: no runtime, no server; consumers get what this process sends.</summary>
        public bool Echo { get; set; }
    }
}
