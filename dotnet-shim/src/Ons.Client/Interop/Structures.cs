using System;
using System.Text;

namespace Ons.Client.Interop
{
    // The parts of the generated structures besides their fields.

    internal unsafe partial struct NativeText
    {
        public readonly ReadOnlySpan<byte> Span => new ReadOnlySpan<byte>(Data, checked((int)Size));

        public readonly override string ToString() => Size == UIntPtr.Zero ? "" : Encoding.UTF8.GetString(Span);
    }

    internal unsafe partial struct NativeError
    {
        public static NativeError Empty => new NativeError { StructSize = (uint)sizeof(NativeError) };
    }

    internal unsafe partial struct NativeSendResult
    {
        public static NativeSendResult Empty => new NativeSendResult { StructSize = (uint)sizeof(NativeSendResult) };
    }
}
