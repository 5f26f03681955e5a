namespace ons
{
    /// <summary>Goes along with a message to its listener; has nothing to tell.</summary>
    public class ConsumeContext : Disposable
    {
    }

    /// <summary>Goes along with a message to its ordered listener; has nothing to tell.</summary>
    public class ConsumeOrderContext : Disposable
    {
    }

    /// <summary>Handles messages. Called on several threads of the library at a time. The consumer keeps it alive. An
    /// exception counts as ReconsumeLater.</summary>
    public abstract class MessageListener : Disposable
    {
        /// <summary>Handles one message.</summary>
        public abstract Action consume(Message message, ConsumeContext context);
    }

    /// <summary>Handles messages, those of one sharding key one after the other. The consumer keeps it alive. An
    /// exception counts as Suspend.</summary>
    public abstract class MessageOrderListener : Disposable
    {
        /// <summary>Handles one message.</summary>
        public abstract OrderAction consume(Message message, ConsumeOrderContext context);
    }

    /// <summary>Finds out what became of a local transaction. The producer keeps it alive. An exception counts as
    /// Unknow.</summary>
    public abstract class LocalTransactionChecker : Disposable
    {
        /// <summary>Decides a half message.</summary>
        public abstract TransactionStatus check(Message msg);
    }

    /// <summary>Runs a local transaction, on the thread that sends.</summary>
    public abstract class LocalTransactionExecuter : Disposable
    {
        /// <summary>Runs it and decides its half message.</summary>
        public abstract TransactionStatus execute(Message msg);
    }

    /// <summary>Told the end of an asynchronous send, exactly once, on a thread of the library; kept alive until then.
    /// </summary>
    public abstract class SendCallbackONS : Disposable
    {
        /// <summary>The server has stored the message.</summary>
        public abstract void onSuccess(SendResultONS sendResult);

        /// <summary>It has not, as far as is known.</summary>
        public abstract void onException(ONSClientException e);
    }

    /// <summary>What became of a message that the server has stored.</summary>
    public class SendResultONS : Disposable
    {
        private string messageId = "";

        /// <summary>The message's id.</summary>
        public string getMessageId() => messageId;

        /// <summary>For programs that copy results.</summary>
        public void setMessageId(string messageId) => this.messageId = messageId;
    }
}
