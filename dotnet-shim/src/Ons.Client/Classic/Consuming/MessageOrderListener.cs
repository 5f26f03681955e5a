namespace ons
{
    /// <summary>Handles messages, those of one sharding key one after the other. The consumer keeps it alive. An
    /// exception counts as Suspend.</summary>
    public abstract class MessageOrderListener : Disposable
    {
        /// <summary>Handles one message.</summary>
        public abstract OrderAction consume(Message message, ConsumeOrderContext context);
    }
}
