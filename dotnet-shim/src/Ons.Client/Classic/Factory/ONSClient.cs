using Modern = Ons.Client;

namespace ons
{
    /// <summary>The base of all classic clients.</summary>
    public abstract class ONSClient : Disposable
    {
        private readonly Modern.MessagingClient? client;

        private protected ONSClient(Modern.MessagingClient? client) => this.client = client;

        private protected Modern.MessagingClient Client =>
            client ?? throw new ONSClientException(
                $"this {GetType().Name} was not made by the factory; call ONSFactory.getInstance(), or override its"
                + " methods");

        /// <summary>Once, before anything else. After a shutdown it is refused.</summary>
        public virtual void start() => Translated.Call(() => Client.Start());

        /// <summary>Ends the client, for good; waits for running listeners. Again: no effect.</summary>
        public virtual void shutdown() => Translated.Call(() => Client.Close());

        /// <summary>For people: kind, state, properties in force. Secrets are masked.</summary>
        internal string Describe() => Client.Describe();

        /// <summary>As shutdown.</summary>
        public override void Dispose()
        {
            shutdown();
            base.Dispose();
        }
    }
}
