using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>The base of all clients. The garbage collector closes a client without references,
    /// unless it has handlers: these go on until it is closed.</summary>
    public abstract unsafe class MessagingClient : IMessagingClient
    {
        // For a task that a callback has started: when it closes the client, the callback may have a moment to return.
        private static readonly TimeSpan CallbackGrace = TimeSpan.FromSeconds(5);

        private readonly IReadOnlyDictionary<string, string> properties;
        private readonly CancellationTokenSource closing = new CancellationTokenSource();

        private protected MessagingClient(ClientOptions options, OpenCall open)
        {
            properties = (options ?? throw new ArgumentNullException(nameof(options))).ToProperties();
            Library.EnsureOpen();
            using var lent = new LentProperties(properties);
            ulong number;
            var error = NativeError.Empty;
            Errors.Check(open(lent.First, lent.Count, &number, &error), &error);
            Handle = new ClientHandle(number);
        }

        private protected delegate int OpenCall(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        internal ClientHandle Handle { get; }

        /// <summary>For handlers: cancelled when the client begins to close.</summary>
        private protected CancellationToken Closing => closing.Token;

        /// <inheritdoc/>
        public Task StartAsync(CancellationToken cancellationToken = default) =>
            Task.Run(Start, cancellationToken);

        /// <summary>As StartAsync, on the calling thread.</summary>
        public virtual void Start()
        {
            var error = NativeError.Empty;
            Errors.Check(Native.ons_client_start(Handle, &error), &error);
        }

        /// <inheritdoc/>
        public Task CloseAsync()
        {
            Invocation? callback = Invocation.Of(this);
            return callback == null ? Task.Run(CloseNow) : CloseAfter(callback);
        }

        /// <summary>As CloseAsync, on the calling thread.</summary>
        public void Close()
        {
            Invocation? callback = Invocation.Of(this);
            if (callback != null && (callback.IsOnItsThread || !callback.Ended.Wait(CallbackGrace)))
            {
                throw FromCallback();
            }
            CloseNow();
        }

        private Task CloseAfter(Invocation callback) =>
            callback.EndsWithinAsync(CallbackGrace).ContinueWith(
                ended =>
                {
                    if (!ended.Result)
                    {
                        throw FromCallback();
                    }
                    CloseNow();
                },
                TaskScheduler.Default);

        private static OnsException FromCallback() =>
            new OnsError(
                OnsStatus.State,
                "a client cannot be closed while one of its own callbacks waits for that; let the callback return, and"
                + " close the client from elsewhere, or do not await the task of CloseAsync").ToException();

        private void CloseNow()
        {
            try
            {
                closing.Cancel();
            }
            finally
            {
                var error = NativeError.Empty;
                int status = Handle.Close(&error);
                if (status != (int)OnsStatus.Closed)
                {
                    Errors.Check(status, &error);
                }
            }
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => new ValueTask(CloseAsync());

        /// <inheritdoc/>
        public void UpdateCredentials(string accessKey, string secretKey, string? securityToken = null)
        {
            var credentials = new Dictionary<string, string>
            {
                [PropertyKeys.AccessKey] = accessKey ?? throw new ArgumentNullException(nameof(accessKey)),
                [PropertyKeys.SecretKey] = secretKey ?? throw new ArgumentNullException(nameof(secretKey)),
            };
            if (securityToken != null)
            {
                credentials[PropertyKeys.SecurityToken] = securityToken;
            }
            using var lent = new LentProperties(credentials);
            var error = NativeError.Empty;
            Errors.Check(Native.ons_client_update_credentials(Handle, lent.First, lent.Count, &error), &error);
        }

        /// <inheritdoc/>
        public string Describe()
        {
            NativeBuffer text = default;
            var error = NativeError.Empty;
            Errors.Check(Native.ons_client_describe(Handle, &text, &error), &error);
            return Errors.Take(ref text);
        }

        /// <inheritdoc/>
        public Statistics GetStatistics()
        {
            var statistics = new NativeStatistics { StructSize = (uint)sizeof(NativeStatistics) };
            var error = NativeError.Empty;
            Errors.Check(Native.ons_client_statistics(Handle, &statistics, &error), &error);
            return new Statistics(statistics);
        }

        /// <summary>A number in force, in the unit of its key; the library has checked it.</summary>
        private protected int NumberOf(string key) =>
            int.Parse(
                properties.TryGetValue(key, out string? text) ? text : PropertyKeys.Defaults[key],
                CultureInfo.InvariantCulture);

        private protected SendResult SendAndWait(Message message)
        {
            if (message == null)
            {
                throw new ArgumentNullException(nameof(message));
            }
            SendSpan span = SendSpan.Begin(ref message);
            using var lent = new LentMessages(message);
            var result = NativeSendResult.Empty;
            var error = NativeError.Empty;
            int status = Native.ons_producer_send(Handle, lent.First, &result, &error);
            span.End(status == Native.Ok ? null : Errors.From(&error));
            Errors.Check(status, &error);
            return SendResult.From(&result);
        }

        /// <summary>
        /// Runs a handler to its end, on the library's thread that it was called on: how many there are bounds how many
        /// handlers run at once.
        /// </summary>
        private protected TResult Run<TMessage, TResult>(
            Func<TMessage, CancellationToken, Task<TResult>> handler, TMessage message)
        {
            using (new Invocation(this))
            {
                return handler(message, Closing).GetAwaiter().GetResult();
            }
        }
    }
}
