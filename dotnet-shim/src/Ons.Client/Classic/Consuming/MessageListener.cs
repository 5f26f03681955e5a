namespace ons
{
    /// <summary>Handles messages. Called on several threads of the library at a time. The consumer keeps it alive. An
    /// exception counts as ReconsumeLater.</summary>
    public abstract class MessageListener : Disposable
    {
        /// <summary>Handles one message.</summary>
        public abstract Action consume(Message message, ConsumeContext context);
    }
}
