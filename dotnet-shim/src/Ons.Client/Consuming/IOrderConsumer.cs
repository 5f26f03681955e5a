namespace Ons.Client
{
    /// <summary>A consumer that gets the messages of a sharding key one after the other, in order.</summary>
    public interface IOrderConsumer : IMessagingClient
    {
        /// <summary>Subscribes to a topic, before the start. Later suspends the sharding key for SuspendTime.</summary>
        void Subscribe(string topic, Filter filter, MessageHandler handler);

        /// <summary>Ends a subscription; messages of it in hand are still handled.</summary>
        void Unsubscribe(string topic);

        /// <summary>Bounds how many messages of a topic this client handles per second; above 0.</summary>
        void SetRateLimit(string topic, double perSecond);
    }
}
