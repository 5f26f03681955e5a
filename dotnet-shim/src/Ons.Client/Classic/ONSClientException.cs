using System;
using Modern = Ons.Client;

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

        /// <summary>An error with its number.</summary>
        public ONSClientException(string message, int error = OTHER_ERROR, Exception? cause = null)
            : base(message, cause) => this.error = error;

        /// <summary>What, where and what to do.</summary>
        public virtual string what() => Message;

        /// <summary>What, where and what to do.</summary>
        public virtual string GetMsg() => Message;

        /// <summary>The number of the error.</summary>
        public virtual int GetError() => error;
    }

    /// <summary>From the modern classes' errors to the classic one.</summary>
    internal static class Translated
    {
        internal static void Call(System.Action call) =>
            Call(() =>
            {
                call();
                return 0;
            });

        internal static T Call<T>(Func<T> call)
        {
            try
            {
                return call();
            }
            catch (Modern.OnsException e)
            {
                throw From(e);
            }
        }

        internal static ONSClientException From(Modern.OnsException e) =>
            new ONSClientException(e.Message, e.Code, e);

        internal static T Require<T>(T? value, string what, int error = ONSClientException.OTHER_ERROR)
            where T : class =>
            value ?? throw new ONSClientException(what + " is null; give an object", error);
    }
}
