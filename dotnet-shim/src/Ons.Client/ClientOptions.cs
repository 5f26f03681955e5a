using System;
using System.Collections.Generic;
using System.Globalization;

namespace Ons.Client
{
    /// <summary>
    /// How a client is set up. What is null has the library's default, which docs/properties.md of OpenONS lists; a
    /// value out of range is refused when the client is made.
    /// </summary>
    public class ClientOptions
    {
        /// <summary>Address of the server, required: host:port, http://host:port, https://host:port (TLS), or several
        /// ip:port separated by semicolons.</summary>
        public string? Endpoint { get; set; }

        /// <summary>Group; required for consumers.</summary>
        public string? Group { get; set; }

        /// <summary>Access key id; required.</summary>
        public string? AccessKey { get; set; }

        /// <summary>Access key secret, never sent; required.</summary>
        public string? SecretKey { get; set; }

        /// <summary>Token of temporary credentials.</summary>
        public string? SecurityToken { get; set; }

        /// <summary>Instance (namespace) of topics and groups.</summary>
        public string? Instance { get; set; }

        /// <summary>How long a start may take, 100 ms to 10 minutes; 30 seconds by default.</summary>
        public TimeSpan? StartTimeout { get; set; }

        /// <summary>Any property by its key; those above win.</summary>
        public IDictionary<string, string> Properties { get; } = new Dictionary<string, string>();

        internal IReadOnlyDictionary<string, string> ToProperties()
        {
            var properties = new Dictionary<string, string>(Properties);
            Fill(properties);
            return properties;
        }

        private protected virtual void Fill(IDictionary<string, string> properties)
        {
            Set(properties, PropertyKeys.Endpoint, Endpoint);
            Set(properties, PropertyKeys.Group, Group);
            Set(properties, PropertyKeys.AccessKey, AccessKey);
            Set(properties, PropertyKeys.SecretKey, SecretKey);
            Set(properties, PropertyKeys.SecurityToken, SecurityToken);
            Set(properties, PropertyKeys.Instance, Instance);
            Set(properties, PropertyKeys.StartTimeout, StartTimeout, TimeSpan.FromMilliseconds(1));
        }

        private protected static void Set(IDictionary<string, string> properties, string key, string? value)
        {
            if (value != null)
            {
                properties[key] = value;
            }
        }

        private protected static void Set(IDictionary<string, string> properties, string key, int? value) =>
            Set(properties, key, value?.ToString(CultureInfo.InvariantCulture));

        /// <summary>Rounded up to the unit that the property has.</summary>
        private protected static void Set(
            IDictionary<string, string> properties, string key, TimeSpan? value, TimeSpan unit) =>
            Set(
                properties,
                key,
                value == null
                    ? null
                    : Math.Ceiling(value.Value / unit).ToString("F0", CultureInfo.InvariantCulture));
    }

    /// <summary>How a producer is set up.</summary>
    public class ProducerOptions : ClientOptions
    {
        /// <summary>How long a send may take, with all its attempts; from 1 ms on.</summary>
        public TimeSpan? SendTimeout { get; set; }

        /// <summary>How many asynchronous sends may be on their way, 1 to 1,000,000. More are refused.</summary>
        public int? MaxInFlight { get; set; }

        private protected override void Fill(IDictionary<string, string> properties)
        {
            base.Fill(properties);
            Set(properties, PropertyKeys.SendTimeout, SendTimeout, TimeSpan.FromMilliseconds(1));
            Set(properties, PropertyKeys.MaxInFlight, MaxInFlight);
        }
    }

    /// <summary>How a producer of transaction messages is set up.</summary>
    public sealed class TransactionProducerOptions : ProducerOptions
    {
        /// <summary>How long a half message is left alone before the checker is asked; whole seconds, 1 s to 1 h.
        /// </summary>
        public TimeSpan? CheckImmunity { get; set; }

        private protected override void Fill(IDictionary<string, string> properties)
        {
            base.Fill(properties);
            Set(properties, PropertyKeys.CheckImmunity, CheckImmunity, TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>How a consumer that is given messages is set up.</summary>
    public class ConsumerOptions : ClientOptions
    {
        /// <summary>How many handlers run at once, 1 to 1,000.</summary>
        public int? Concurrency { get; set; }

        /// <summary>Every consumer of the group gets all messages, instead of sharing them.</summary>
        public bool Broadcasting { get; set; }

        /// <summary>How often a message comes again before it goes to the dead letters; -1: as the server says.
        /// </summary>
        public int? MaxReconsumeTimes { get; set; }

        /// <summary>How long a handler may take before its message comes again; whole minutes.</summary>
        public TimeSpan? ConsumeTimeout { get; set; }

        /// <summary>How many messages may be received and not handled yet, 100 to 50,000.</summary>
        public int? MaxCachedMessages { get; set; }

        /// <summary>How long closing waits for running handlers, up to 10 minutes.</summary>
        public TimeSpan? ShutdownTimeout { get; set; }

        private protected override void Fill(IDictionary<string, string> properties)
        {
            base.Fill(properties);
            Set(properties, PropertyKeys.Concurrency, Concurrency);
            Set(properties, PropertyKeys.MessageModel, Broadcasting ? "BROADCASTING" : null);
            Set(properties, PropertyKeys.MaxReconsumeTimes, MaxReconsumeTimes);
            Set(properties, PropertyKeys.ConsumeTimeout, ConsumeTimeout, TimeSpan.FromMinutes(1));
            Set(properties, PropertyKeys.MaxCachedMessages, MaxCachedMessages);
            Set(properties, PropertyKeys.ShutdownTimeout, ShutdownTimeout, TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>How an ordered consumer is set up.</summary>
    public sealed class OrderConsumerOptions : ConsumerOptions
    {
        /// <summary>How long a sharding key waits after Later, 10 ms to 30 s.</summary>
        public TimeSpan? SuspendTime { get; set; }

        private protected override void Fill(IDictionary<string, string> properties)
        {
            base.Fill(properties);
            Set(properties, PropertyKeys.SuspendTime, SuspendTime, TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>How a consumer of batches is set up.</summary>
    public sealed class BatchConsumerOptions : ConsumerOptions
    {
        /// <summary>How many messages a handler gets at most, 1 to 1,024.</summary>
        public int? BatchSize { get; set; }

        /// <summary>How long a batch waits to be full; whole seconds, up to 450.</summary>
        public TimeSpan? BatchWait { get; set; }

        private protected override void Fill(IDictionary<string, string> properties)
        {
            base.Fill(properties);
            Set(properties, PropertyKeys.BatchSize, BatchSize);
            Set(properties, PropertyKeys.BatchWait, BatchWait, TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>How a pull consumer is set up.</summary>
    public sealed class PullConsumerOptions : ClientOptions
    {
        /// <summary>How many messages a poll gives at most, 1 to 1,024.</summary>
        public int? PollSize { get; set; }

        /// <summary>Whether what was polled is committed from time to time by itself.</summary>
        public bool? AutoCommit { get; set; }

        private protected override void Fill(IDictionary<string, string> properties)
        {
            base.Fill(properties);
            Set(properties, PropertyKeys.PollSize, PollSize);
            Set(properties, PropertyKeys.AutoCommit, AutoCommit == null ? null : AutoCommit.Value ? "true" : "false");
        }
    }
}
