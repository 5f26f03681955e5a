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
            Name = string.IsNullOrEmpty(name) ? "ONS_E_" + status.ToString().ToUpperInvariant() : name;
            Code = code ?? (int)status;
            RequestId = requestId;
            Detail = detail;
            IsRetryable = isRetryable;
        }

        /// <summary>The class of the error.</summary>
        public OnsStatus Status { get; }

        /// <summary>What, where, and what to do.</summary>
        public string Message { get; }

        /// <summary>The name of the code, such as TOPIC_NOT_FOUND; ONS_E_STATE and the like for errors found here.
        /// </summary>
        public string Name { get; }

        /// <summary>The server's or the client's number, such as 40402, or the status itself.</summary>
        public int Code { get; }

        /// <summary>The request that failed, for the server's logs; empty when there was none.</summary>
        public string RequestId { get; }

        /// <summary>For reports: the inner causes; may be empty.</summary>
        public string Detail { get; }

        /// <summary>The same call may succeed later without any change.</summary>
        public bool IsRetryable { get; }

        /// <summary>An exception for this error, of the class for its status.</summary>
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
}
