using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>The answer for a message that the server has stored.</summary>
    public sealed class SendResult
    {
        /// <summary>Makes one; a program needs that in its tests only.</summary>
        public SendResult(string messageId, string recallHandle = "")
        {
            MessageId = messageId;
            RecallHandle = recallHandle;
        }

        /// <summary>The message's id.</summary>
        public string MessageId { get; }

        /// <summary>The handle for RecallAsync; empty when the message cannot be recalled.</summary>
        public string RecallHandle { get; }

        internal static unsafe SendResult From(NativeSendResult* native) =>
            new SendResult(Errors.Text(native->MessageId), Errors.Text(native->RecallHandle));
    }
}
