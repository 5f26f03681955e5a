namespace ons
{
    /// <summary>The answer for a message that the server has stored.</summary>
    public class SendResultONS : Disposable
    {
        private string messageId = "";

        /// <summary>The message's id.</summary>
        public string getMessageId() => messageId;

        /// <summary>For programs that copy results.</summary>
        public void setMessageId(string msgId) => messageId = msgId;
    }
}
