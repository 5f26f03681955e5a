namespace Ons.Client
{
    /// <summary>The end of one send: a result or an error.</summary>
    public sealed class SendOutcome
    {
        private readonly SendResult? result;

        /// <summary>A send that succeeded.</summary>
        public SendOutcome(SendResult result) => this.result = result;

        /// <summary>A send that failed.</summary>
        public SendOutcome(OnsError error) => Error = error;

        /// <summary>Whether the server has stored the message.</summary>
        public bool IsSuccess => Error == null;

        /// <summary>Why it failed; null when it did not.</summary>
        public OnsError? Error { get; }

        /// <summary>The result of a send that succeeded; throws the error of one that failed.</summary>
        public SendResult Result => result ?? throw Error!.ToException();
    }
}
