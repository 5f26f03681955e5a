using System;
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
}
