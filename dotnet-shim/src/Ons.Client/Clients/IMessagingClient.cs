using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>The functions of all clients. Every function may be called from any thread.</summary>
    public interface IMessagingClient : IAsyncDisposable
    {
        /// <summary>Connects the client, within its StartTimeout. Again: no effect. After a failure it may be called
        /// again. Cancelling takes effect before it begins only.</summary>
        Task StartAsync(CancellationToken cancellationToken = default);

        /// <summary>
        /// Closes the client, for good. Waits for running handlers up to its ShutdownTimeout; sends in flight have
        /// ended when it completes. Again: no effect. Disposing does the same. A callback of the client may call it, or
        /// start a task that does, and must then return: the closing waits 5 seconds for that.
        /// </summary>
        /// <exception cref="OnsStateException">One of the client's own callbacks waits for it.</exception>
        Task CloseAsync();

        /// <summary>Exchanges the credentials, all at once: each request is signed with one set.</summary>
        void UpdateCredentials(string accessKey, string secretKey, string? securityToken = null);

        /// <summary>Describes the client, for people: kind, state, properties in force. Secrets are masked.</summary>
        string Describe();

        /// <summary>The client's counters since it was made. Cheap.</summary>
        Statistics GetStatistics();
    }
}
