using System;

namespace ons
{
    /// <summary>Why a call failed. Numbers of errors that are found before the library is asked are constants here; all
    /// others are the server's or the client's.</summary>
    public class ONSClientException : Exception
    {
        /// <summary>sendAsync was given no callback.</summary>
        public const int SEND_CALLBACK_IS_EMPTY = -1;

        /// <summary>A subscription was given no listener.</summary>
        public const int MESSAGE_LISTENER_IS_EMPTY = -2;

        /// <summary>Any other.</summary>
        public const int OTHER_ERROR = -999;

        /// <summary>A message has no body; the server's number for the same.</summary>
        public const int MESSAGE_BODY_EMPTY = 41302;

        private readonly int error;

        /// <summary>An error without a text.</summary>
        public ONSClientException() : this("", OTHER_ERROR)
        {
        }

        /// <summary>An error with its number.</summary>
        public ONSClientException(string msg, int error = OTHER_ERROR) : this(msg, error, null)
        {
        }

        internal ONSClientException(string message, int error, Exception? cause)
            : base(message, cause) => this.error = error;

        /// <summary>What, where and what to do.</summary>
        public virtual string what() => Message;

        /// <summary>What, where and what to do.</summary>
        public virtual string GetMsg() => Message;

        /// <summary>The number of the error.</summary>
        public virtual int GetError() => error;
    }
}
