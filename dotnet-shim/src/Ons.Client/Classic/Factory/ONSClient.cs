using Modern = Ons.Client;

namespace ons
{
    /// <summary>The base of all classic clients.</summary>
    public abstract class ONSClient : Disposable
    {
        private readonly Modern.MessagingClient client;

        private protected ONSClient(Modern.MessagingClient client) => this.client = client;

        /// <summary>Once, before anything else. After a shutdown it is refused.</summary>
        public virtual void start() => Translated.Call(client.Start);

        /// <summary>Ends the client, for good; waits for running listeners. Again: no effect.</summary>
        public virtual void shutdown() => Translated.Call(client.Close);

        /// <summary>As shutdown.</summary>
        public override void Dispose()
        {
            shutdown();
            base.Dispose();
        }
    }
}
