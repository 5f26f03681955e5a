using System;
using System.Collections.Generic;
using System.Text;

namespace Ons.Client
{
    /// <summary>A message to send. A client keeps nothing of it after the call.</summary>
    public sealed class Message
    {
        private IDictionary<string, string>? properties;

        /// <summary>A message for a topic, with a body of any bytes; servers usually take up to 4 MiB.</summary>
        public Message(string topic, ReadOnlyMemory<byte> body)
        {
            Topic = topic ?? throw new ArgumentNullException(nameof(topic));
            Body = body;
        }

        /// <summary>A message for a topic, with a text as its body, in UTF-8.</summary>
        public Message(string topic, string body)
            : this(topic, Encoding.UTF8.GetBytes(body ?? throw new ArgumentNullException(nameof(body))))
        {
        }

        /// <summary>Where it goes.</summary>
        public string Topic { get; set; }

        /// <summary>The body as a text in UTF-8.</summary>
        public ReadOnlyMemory<byte> Body { get; set; }

        /// <summary>At most one; subscriptions filter by it.</summary>
        public string? Tag { get; set; }

        /// <summary>Words separated by blanks, to find the message by.</summary>
        public string? Key { get; set; }

        /// <summary>Messages with the same one stay in order; required by ordered producers.</summary>
        public string? ShardingKey { get; set; }

        /// <summary>Not delivered before this time; OpenONS brokers take up to 40 days ahead. Null: at once.</summary>
        public DateTimeOffset? DeliverAt { get; set; }

        /// <summary>Properties of the user, which travel with the message.</summary>
        public IDictionary<string, string> Properties
        {
            get => properties ??= new Dictionary<string, string>();
            set => properties = value ?? throw new ArgumentNullException(nameof(value));
        }

        internal int PropertyCount => properties?.Count ?? 0;
    }
}
