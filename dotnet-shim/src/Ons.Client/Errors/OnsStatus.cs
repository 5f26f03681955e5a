namespace Ons.Client
{
    /// <summary>The kind of outcome of a call.</summary>
    public enum OnsStatus
    {
        /// <summary>It succeeded.</summary>
        Ok = 0,

        /// <summary>An argument, a property or a message breaks a rule; the message names it.</summary>
        Invalid = -1,

        /// <summary>Credentials, rights or TLS.</summary>
        Denied = -2,

        /// <summary>No answer in time; whether it had an effect is not known.</summary>
        Timeout = -3,

        /// <summary>Too much at once, here (too many in flight) or at the server. Try later.</summary>
        Throttled = -4,

        /// <summary>No connection to any server.</summary>
        Unreachable = -5,

        /// <summary>The server failed.</summary>
        Server = -6,

        /// <summary>The client, or the library, was closed.</summary>
        Closed = -7,

        /// <summary>This server, this kind of client or this build cannot do it.</summary>
        Unsupported = -8,

        /// <summary>Not now: not started, or a close from within a handler.</summary>
        State = -9,

        /// <summary>This process is a child of fork.</summary>
        Forked = -10,

        /// <summary>The native library or its runtime was not found, or did not start.</summary>
        Runtime = -11,

        /// <summary>The native library is of another version than this assembly.</summary>
        Version = -12,

        /// <summary>A buffer was too small; handled inside, a program never sees it.</summary>
        Buffer = -13,

        /// <summary>A defect of the library. Please report it, with the detail.</summary>
        Internal = -14,
    }
}
