using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Ons.Client.Interop
{
    /// <summary>
    /// Memory for what one call lends to the library: structures first, then their texts and bytes. Its size is
    /// measured before.
    /// </summary>
    internal unsafe ref struct Arena
    {
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

        private readonly byte* start;
        private readonly byte* end;
        private byte* next;

        internal Arena(long size)
        {
            start = (byte*)Marshal.AllocHGlobal((IntPtr)Math.Max(size, 1));
            end = start + size;
            next = start;
        }

        internal static int Measure(string? text, string what)
        {
            try
            {
                return string.IsNullOrEmpty(text) ? 0 : Strict.GetByteCount(text);
            }
            catch (EncoderFallbackException e)
            {
                throw Errors.Invalid(
                    $"{what} has half of a surrogate pair at index {e.Index}; it must be well-formed text");
            }
        }

        /// <summary>Zeroed structures.</summary>
        internal T* Take<T>(int count) where T : unmanaged
        {
            byte* taken = Advance((long)count * sizeof(T));
            new Span<byte>(taken, checked(count * sizeof(T))).Clear();
            return (T*)taken;
        }

        internal NativeText Add(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return default;
            }
            fixed (char* chars = text)
            {
                int size = Strict.GetBytes(chars, text.Length, next, checked((int)(end - next)));
                return new NativeText { Data = Advance(size), Size = (UIntPtr)size };
            }
        }

        internal NativeText Add(ReadOnlySpan<byte> bytes)
        {
            byte* at = Advance(bytes.Length);
            bytes.CopyTo(new Span<byte>(at, bytes.Length));
            return new NativeText { Data = at, Size = (UIntPtr)bytes.Length };
        }

        public void Dispose() => Marshal.FreeHGlobal((IntPtr)start);

        private byte* Advance(long size)
        {
            byte* at = next;
            if (size > end - at)
            {
                throw new InvalidOperationException("the arena was measured too small");
            }
            next += size;
            return at;
        }
    }

    /// <summary>One text, lent to the library for a call.</summary>
    internal unsafe ref struct LentText
    {
        private Arena arena;

        internal LentText(string? text, string what)
        {
            arena = new Arena(Arena.Measure(text, what));
            Text = arena.Add(text);
        }

        internal NativeText Text { get; }

        public void Dispose() => arena.Dispose();
    }

    /// <summary>Keys with values, lent to the library for a call.</summary>
    internal unsafe ref struct LentProperties
    {
        private Arena arena;

        internal LentProperties(IReadOnlyCollection<KeyValuePair<string, string>> properties)
        {
            long size = (long)properties.Count * sizeof(NativeProperty);
            foreach (var property in properties)
            {
                size += Arena.Measure(property.Key, "a property's key");
                size += Arena.Measure(property.Value, "property " + property.Key);
            }
            arena = new Arena(size);
            First = arena.Take<NativeProperty>(properties.Count);
            Count = (UIntPtr)properties.Count;
            int i = 0;
            foreach (var property in properties)
            {
                First[i++] = new NativeProperty { Key = arena.Add(property.Key), Value = arena.Add(property.Value) };
            }
        }

        internal NativeProperty* First { get; }

        internal UIntPtr Count { get; }

        public void Dispose() => arena.Dispose();
    }

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
