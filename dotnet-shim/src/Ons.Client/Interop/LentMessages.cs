using System;

namespace Ons.Client.Interop
{
    /// <summary>Messages to send, lent to the library for a call.</summary>
    internal unsafe ref struct LentMessages
    {
        private Arena arena;

        internal LentMessages(Message message) : this(new ReadOnlySpan<Message>(new[] { message }))
        {
        }

        internal LentMessages(ReadOnlySpan<Message> messages)
        {
            long size = 0;
            foreach (Message message in messages)
            {
                size += Measure(message);
            }
            arena = new Arena(size);
            First = arena.Take<NativeMessage>(messages.Length);
            for (int i = 0; i < messages.Length; i++)
            {
                // Structures stay aligned before the first text.
                First[i].PropertyCount = (uint)messages[i].PropertyCount;
                First[i].Properties = arena.Take<NativeProperty>(messages[i].PropertyCount);
            }
            for (int i = 0; i < messages.Length; i++)
            {
                Fill(ref First[i], messages[i]);
            }
        }

        internal NativeMessage* First { get; }

        public void Dispose() => arena.Dispose();

        private static long Measure(Message message)
        {
            long size = sizeof(NativeMessage) + (long)message.PropertyCount * sizeof(NativeProperty)
                + Arena.Measure(message.Topic, "the topic") + Arena.Measure(message.Tag, "the tag")
                + Arena.Measure(message.Key, "the key") + Arena.Measure(message.ShardingKey, "the sharding key")
                + message.Body.Length;
            if (message.PropertyCount > 0)
            {
                foreach (var property in message.Properties)
                {
                    size += Arena.Measure(property.Key, "a property's key");
                    size += Arena.Measure(property.Value, "property " + property.Key);
                }
            }
            return size;
        }

        private void Fill(ref NativeMessage native, Message message)
        {
            native.StructSize = (uint)sizeof(NativeMessage);
            native.Topic = arena.Add(message.Topic);
            native.Tag = arena.Add(message.Tag);
            native.Key = arena.Add(message.Key);
            native.ShardingKey = arena.Add(message.ShardingKey);
            NativeText body = arena.Add(message.Body.Span);
            native.Body = body.Data;
            native.BodySize = body.Size;
            native.DeliverAtMs = message.DeliverAt?.ToUnixTimeMilliseconds() ?? 0;
            if (native.PropertyCount > 0)
            {
                int i = 0;
                foreach (var property in message.Properties)
                {
                    native.Properties[i++] =
                        new NativeProperty { Key = arena.Add(property.Key), Value = arena.Add(property.Value) };
                }
            }
        }
    }
}
