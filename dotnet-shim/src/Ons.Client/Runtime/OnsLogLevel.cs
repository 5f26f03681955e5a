namespace Ons.Client
{
    /// <summary>How urgent a log record is, with the numbers of Microsoft.Extensions.Logging.LogLevel: a cast is
    /// enough.</summary>
    public enum OnsLogLevel
    {
        /// <summary>Every step.</summary>
        Trace = 0,

        /// <summary>For those who look for a fault.</summary>
        Debug = 1,

        /// <summary>The normal course.</summary>
        Information = 2,

        /// <summary>Something is odd, and goes on.</summary>
        Warning = 3,

        /// <summary>Something failed.</summary>
        Error = 4,
    }
}
