using System;

namespace Ons.Client
{
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
}
