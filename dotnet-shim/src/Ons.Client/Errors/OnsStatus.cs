using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>The kind of outcome of a call.</summary>
    public enum OnsStatus
    {
        /// <summary>It succeeded.</summary>
        Ok = Native.Ok,

        /// <summary>An argument, a property or a message breaks a rule; the message names it.</summary>
        Invalid = Native.EInvalid,

        /// <summary>Credentials, rights or TLS.</summary>
        Denied = Native.EDenied,

        /// <summary>No answer in time; whether it had an effect is not known.</summary>
        Timeout = Native.ETimeout,

        /// <summary>Too much at once, here (too many in flight) or at the server. Try later.</summary>
        Throttled = Native.EThrottled,

        /// <summary>No connection to any server.</summary>
        Unreachable = Native.EUnreachable,

        /// <summary>The server failed.</summary>
        Server = Native.EServer,

        /// <summary>The client, or the library, was closed.</summary>
        Closed = Native.EClosed,

        /// <summary>This server, this kind of client or this build cannot do it.</summary>
        Unsupported = Native.EUnsupported,

        /// <summary>Not now: not started, or a close from within a handler.</summary>
        State = Native.EState,

        /// <summary>This process is a child of fork.</summary>
        Forked = Native.EForked,

        /// <summary>The native library or its runtime was not found, or did not start.</summary>
        Runtime = Native.ERuntime,

        /// <summary>The native library is of another version than this assembly.</summary>
        Version = Native.EVersion,

        /// <summary>A buffer was too small; handled inside, a program never sees it.</summary>
        Buffer = Native.EBuffer,

        /// <summary>A defect of the library. Please report it, with the detail.</summary>
        Internal = Native.EInternal,
    }
}
