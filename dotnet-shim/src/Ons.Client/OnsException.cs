using System;

namespace Ons.Client
{
    /// <summary>Why a call failed, as data.</summary>
    public sealed class OnsError
    {
        /// <summary>Makes one; a program needs that in its tests only.</summary>
        public OnsError(
            OnsStatus status, string message, string? name = null, int? code = null, string requestId = "",
            string detail = "", bool isRetryable = false)
        {
            Status = status;
            Message = message;
            Name = string.IsNullOrEmpty(name) ? status.ToString().ToUpperInvariant() : name;
            Code = code ?? (int)status;
            RequestId = requestId;
            Detail = detail;
            IsRetryable = isRetryable;
        }

        /// <summary>The class of the error.</summary>
        public OnsStatus Status { get; }

        /// <summary>What, where, and what to do.</summary>
        public string Message { get; }

        /// <summary>The name of the code, such as TOPIC_NOT_FOUND.</summary>
        public string Name { get; }

        /// <summary>The server's or the client's number, such as 40402, or the status itself.</summary>
        public int Code { get; }

        /// <summary>The request that failed, for the server's logs; empty when there was none.</summary>
        public string RequestId { get; }

        /// <summary>For reports: the inner causes; may be empty.</summary>
        public string Detail { get; }

        /// <summary>The same call may succeed later without any change.</summary>
        public bool IsRetryable { get; }

        /// <summary>The exception that tells this error, of the class that its status asks for.</summary>
        public OnsException ToException()
        {
            switch (Status)
            {
                case OnsStatus.Invalid when Name == OnsRolledBackException.ErrorName:
                    return new OnsRolledBackException(this);
                case OnsStatus.Invalid: return new OnsInvalidException(this);
                case OnsStatus.Denied: return new OnsDeniedException(this);
                case OnsStatus.Timeout: return new OnsTimeoutException(this);
                case OnsStatus.Throttled: return new OnsThrottledException(this);
                case OnsStatus.Unreachable: return new OnsUnreachableException(this);
                case OnsStatus.Server: return new OnsServerException(this);
                case OnsStatus.Closed: return new OnsClosedException(this);
                case OnsStatus.Unsupported: return new OnsUnsupportedException(this);
                case OnsStatus.State: return new OnsStateException(this);
                default: return new OnsFatalException(this);
            }
        }
    }

    /// <summary>A call failed. Its subclasses are one for each status, its predicates ask across them.</summary>
    public abstract class OnsException : Exception
    {
        private protected OnsException(OnsError error) : base(error.Message) => Error = error;

        /// <summary>All that is known.</summary>
        public OnsError Error { get; }

        /// <summary>The class of the error.</summary>
        public OnsStatus Status => Error.Status;

        /// <summary>The server's or the client's number, such as 40402, or the status itself.</summary>
        public int Code => Error.Code;

        /// <summary>The name of the code, such as TOPIC_NOT_FOUND.</summary>
        public string Name => Error.Name;

        /// <summary>The request that failed, for the server's logs; empty when there was none.</summary>
        public string RequestId => Error.RequestId;

        /// <summary>The same call may succeed later without any change.</summary>
        public bool IsRetryable => Error.IsRetryable;

        /// <summary>No answer in time.</summary>
        public bool IsTimeout => Status == OnsStatus.Timeout;

        /// <summary>Too much at once.</summary>
        public bool IsThrottled => Status == OnsStatus.Throttled;

        /// <summary>The client, or the library, was closed.</summary>
        public bool IsClosed => Status == OnsStatus.Closed;

        /// <summary>The process must be repaired first.</summary>
        public bool IsFatal => this is OnsFatalException;

        /// <summary>The exception with its stack, and the inner causes that the library knows.</summary>
        public override string ToString() =>
            Error.Detail.Length == 0 ? base.ToString() : base.ToString() + Environment.NewLine + Error.Detail;
    }

    /// <summary>An argument, a property or a message breaks a rule; the message names it.</summary>
    public class OnsInvalidException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsInvalidException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>The executer of a transaction answered rollback: the message was dropped, as asked.</summary>
    public sealed class OnsRolledBackException : OnsInvalidException
    {
        internal const string ErrorName = "TRANSACTION_ROLLED_BACK";

        /// <summary>Tells an error.</summary>
        public OnsRolledBackException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>Credentials, rights or TLS.</summary>
    public sealed class OnsDeniedException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsDeniedException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>No answer in time; whether it had an effect is not known.</summary>
    public sealed class OnsTimeoutException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsTimeoutException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>Too much at once, here (too many in flight) or at the server. Try later.</summary>
    public sealed class OnsThrottledException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsThrottledException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>No connection to any server.</summary>
    public sealed class OnsUnreachableException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsUnreachableException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>The server failed.</summary>
    public sealed class OnsServerException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsServerException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>The client, or the library, was closed.</summary>
    public sealed class OnsClosedException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsClosedException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>This server, this kind of client or this build cannot do it.</summary>
    public sealed class OnsUnsupportedException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsUnsupportedException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>Not now: not started, or a close from within a handler.</summary>
    public sealed class OnsStateException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsStateException(OnsError error) : base(error)
        {
        }
    }

    /// <summary>The process must be repaired first: the library is missing, does not fit, or has a defect.</summary>
    public sealed class OnsFatalException : OnsException
    {
        /// <summary>Tells an error.</summary>
        public OnsFatalException(OnsError error) : base(error)
        {
        }
    }
}
