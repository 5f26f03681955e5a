#if NET8_0_OR_GREATER
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
#endif

namespace Ons.Client
{
    /// <summary>A send as a span and a count, where the framework has them and somebody listens.</summary>
    internal readonly struct SendSpan
    {
#if NET8_0_OR_GREATER
        private readonly Activity? activity;
        private readonly string topic;

        private SendSpan(Activity? activity, string topic)
        {
            this.activity = activity;
            this.topic = topic;
        }

        /// <summary>Begins it; the message is exchanged for one that carries the span to receivers.</summary>
        internal static SendSpan Begin(ref Message message)
        {
            Activity? activity = Diagnostics.Source.StartActivity("send " + message.Topic, ActivityKind.Producer);
            // The caller's span stays the current one: this one may end on another thread.
            if (activity != null)
            {
                Activity.Current = activity.Parent;
                message = Diagnostics.Traced(message, activity);
            }
            return new SendSpan(activity, message.Topic);
        }

        internal void End(OnsError? error)
        {
            Diagnostics.Count(Diagnostics.Sent, topic, error?.Name);
            Diagnostics.End(activity, topic, error?.Name);
        }
#else
        internal static SendSpan Begin(ref Message message) => default;

        internal void End(OnsError? error)
        {
        }
#endif
    }

    /// <summary>The handling of a message as a span and a count.</summary>
    internal readonly struct ProcessSpan
    {
#if NET8_0_OR_GREATER
        private readonly Activity? activity;
        private readonly string topic;

        private ProcessSpan(Activity? activity, string topic)
        {
            this.activity = activity;
            this.topic = topic;
        }

        internal static ProcessSpan Begin(ReceivedMessage message)
        {
            message.Properties.TryGetValue(Diagnostics.TraceParent, out string? parent);
            return new ProcessSpan(
                Diagnostics.Source.StartActivity("process " + message.Topic, ActivityKind.Consumer, parent),
                message.Topic);
        }

        internal void End(string? error)
        {
            Diagnostics.Count(Diagnostics.Consumed, topic, error);
            Diagnostics.End(activity, topic, error);
        }
#else
        internal static ProcessSpan Begin(ReceivedMessage message) => default;

        internal void End(string? error)
        {
        }
#endif
    }

#if NET8_0_OR_GREATER
    internal static class Diagnostics
    {
        internal const string TraceParent = "traceparent";

        internal static readonly ActivitySource Source = new ActivitySource("Ons.Client");

        private static readonly Meter Meter = new Meter("Ons.Client");

        internal static readonly Counter<long> Sent = Meter.CreateCounter<long>("ons.client.sent", "{message}");

        internal static readonly Counter<long> Consumed =
            Meter.CreateCounter<long>("ons.client.consumed", "{message}");

        /// <summary>A message that says where it comes from, unless it does already.</summary>
        internal static Message Traced(Message message, Activity activity)
        {
            if (activity.Id == null || message.Properties.ContainsKey(TraceParent))
            {
                return message;
            }
            return new Message(message.Topic, message.Body)
            {
                Tag = message.Tag,
                Key = message.Key,
                ShardingKey = message.ShardingKey,
                DeliverAt = message.DeliverAt,
                Properties = new Dictionary<string, string>(message.Properties) { [TraceParent] = activity.Id },
            };
        }

        internal static void Count(Counter<long> counter, string topic, string? error)
        {
            var destination = new KeyValuePair<string, object?>("messaging.destination.name", topic);
            if (error == null)
            {
                counter.Add(1, destination);
            }
            else
            {
                counter.Add(1, destination, new KeyValuePair<string, object?>("error.type", error));
            }
        }

        internal static void End(Activity? activity, string topic, string? error)
        {
            if (activity == null)
            {
                return;
            }
            activity.SetTag("messaging.system", "rocketmq");
            activity.SetTag("messaging.destination.name", topic);
            if (error != null)
            {
                activity.SetTag("error.type", error);
                activity.SetStatus(ActivityStatusCode.Error);
            }
            activity.Dispose();
        }
    }
#endif
}
