using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Ons.Client.Interop
{
    // The structures of onsclient.h, field by field; a test compares their layouts with those of the library.

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativeText
    {
        public byte* Data;
        public UIntPtr Size;

        public readonly ReadOnlySpan<byte> Span => new ReadOnlySpan<byte>(Data, checked((int)Size));

        public readonly override string ToString() => Size == UIntPtr.Zero ? "" : Encoding.UTF8.GetString(Span);
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeProperty
    {
        public NativeText Key;
        public NativeText Value;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativeBuffer
    {
        public byte* Data;
        public UIntPtr Size;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativeError
    {
        public uint StructSize;
        public int Status;
        public int Code;
        public uint Flags;
        public fixed byte Name[64];
        public fixed byte RequestId[64];
        public fixed byte Message[1024];
        public fixed byte Detail[2048];

        public static NativeError Empty => new NativeError { StructSize = (uint)sizeof(NativeError) };
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeRuntimeOptions
    {
        public uint StructSize;
        public uint AbiVersion;
        public NativeText Wrapper;
        public NativeText JavaHome;
        public NativeText ClassPath;
        public NativeText JvmOptions;
        public NativeText LogFolder;
        public uint MaxHeapMib;
        public uint Echo;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativeMessage
    {
        public uint StructSize;
        public uint PropertyCount;
        public NativeText Topic;
        public NativeText Tag;
        public NativeText Key;
        public NativeText ShardingKey;
        public byte* Body;
        public UIntPtr BodySize;
        public NativeProperty* Properties;
        public long DeliverAtMs;
        public ulong Token;
        public NativeText MessageId;
        public NativeText BornHost;
        public NativeText Partition;
        public long BornAtMs;
        public long StoredAtMs;
        public long Offset;
        public int ReconsumeTimes;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativeSendResult
    {
        public uint StructSize;
        public int Status;
        public fixed byte MessageId[128];
        public fixed byte RecallHandle[1024];

        public static NativeSendResult Empty =>
            new NativeSendResult { StructSize = (uint)sizeof(NativeSendResult) };
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeStatistics
    {
        public uint StructSize;
        public uint Reserved;
        public ulong Sent;
        public ulong SendFailures;
        public ulong SendsInFlight;
        public ulong Received;
        public ulong Consumed;
        public ulong ConsumeFailures;
        public ulong CallbacksRunning;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NativePartition
    {
        public NativeText Topic;
        public NativeText Name;
    }
}
