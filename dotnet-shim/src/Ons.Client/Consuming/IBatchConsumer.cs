namespace Ons.Client
{
    /// <summary>A consumer whose handler gets several messages at a time.</summary>
    public interface IBatchConsumer : IMessagingClient
    {
        /// <summary>Subscribes to a topic, before the start.</summary>
        void Subscribe(string topic, Filter filter, BatchHandler handler);

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        void Unsubscribe(string topic);
    }
}
