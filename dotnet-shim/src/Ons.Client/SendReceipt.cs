using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>What became of a message that the server has stored.</summary>
    public sealed class SendReceipt
    {
        /// <summary>Makes one; a program needs that in its tests only.</summary>
        public SendReceipt(string messageId, string recallHandle = "")
        {
            MessageId = messageId;
            RecallHandle = recallHandle;
        }

        /// <summary>The message's id.</summary>
        public string MessageId { get; }

        /// <summary>What RecallAsync takes; empty when the message cannot be recalled.</summary>
        public string RecallHandle { get; }

        internal static unsafe SendReceipt From(NativeSendResult* native) =>
            new SendReceipt(Errors.Text(native->MessageId), Errors.Text(native->RecallHandle));
    }

    /// <summary>The end of one send: a receipt or an error.</summary>
    public sealed class SendOutcome
    {
        private readonly SendReceipt? receipt;

        /// <summary>A send that succeeded.</summary>
        public SendOutcome(SendReceipt receipt) => this.receipt = receipt;

        /// <summary>A send that failed.</summary>
        public SendOutcome(OnsError error) => Error = error;

        /// <summary>Whether the server has stored the message.</summary>
        public bool IsSuccess => Error == null;

        /// <summary>Why it failed; null when it did not.</summary>
        public OnsError? Error { get; }

        /// <summary>The receipt of a send that succeeded; throws the error of one that failed.</summary>
        public SendReceipt Receipt => receipt ?? throw Error!.ToException();
    }
}
