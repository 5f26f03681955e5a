using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Ons.Client.Interop
{
    /// <summary>One frame as onsclient.h lays it out: a message or another event.</summary>
    internal readonly ref struct Frame
    {
        // Where the numbers are, as the table in onsclient.h has them.
        private const int KindAt = 4;
        private const int PropertyCountAt = 6;
        private const int TokenAt = 8;
        private const int DeliverAt = 16;
        private const int BornAt = 24;
        private const int StoredAt = 32;
        private const int OffsetAt = 40;
        private const int NumberAt = 48;
        private const int StatusAt = 52;
        private const int FlagsAt = 56;
        private const int SizesAt = 60;

        // The texts, the properties and the body in their order; some have another meaning in errors.
        private const int Topic = 0;
        private const int Tag = 1;
        private const int Key = 2;
        private const int ShardingKey = 3;
        private const int MessageId = 4;
        private const int RequestId = MessageId;
        private const int BornHost = 5;
        private const int ErrorName = BornHost;
        private const int Partition = 6;
        private const int RecallHandle = 7;
        private const int ErrorText = RecallHandle;
        private const int UserProperties = 8;
        private const int Body = 9;
        private const int ErrorDetail = Body;

        private readonly ReadOnlySpan<byte> bytes;

        /// <summary>Reads the first frame of some.</summary>
        internal Frame(ReadOnlySpan<byte> frames) =>
            bytes = frames.Slice(0, BinaryPrimitives.ReadInt32LittleEndian(frames));

        internal int Size => bytes.Length;

        internal int Kind => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(KindAt));

        internal ulong Token => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(TokenAt));

        internal ReceivedMessage ToMessage() =>
            new ReceivedMessage(
                Text(Topic),
                Field(Body).ToArray(),
                Text(Tag),
                Text(Key),
                Text(ShardingKey),
                Text(MessageId),
                Text(BornHost),
                Text(Partition),
                Times.At(Long(BornAt)),
                Times.OrNull(Long(StoredAt)),
                Times.OrNull(Long(DeliverAt)),
                Long(OffsetAt),
                Int(NumberAt),
                Properties());

        internal SendOutcome ToOutcome() =>
            Int(StatusAt) == Native.Ok
                ? new SendOutcome(new SendResult(Text(MessageId), Text(RecallHandle)))
                : new SendOutcome(new OnsError(
                    (OnsStatus)Int(StatusAt), Text(ErrorText), Text(ErrorName), Int(NumberAt), Text(RequestId),
                    Text(ErrorDetail), (Int(FlagsAt) & Native.ErrorRetryable) != 0));

        private int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(at));

        private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(at));

        private ReadOnlySpan<byte> Field(int number)
        {
            int at = Native.FrameHeaderSize;
            for (int before = 0; before < number; before++)
            {
                at += Int(SizesAt + (sizeof(int) * before));
            }
            return bytes.Slice(at, Int(SizesAt + (sizeof(int) * number)));
        }

        private string Text(int number) => Encoding.UTF8.GetString(Field(number));

        private IReadOnlyDictionary<string, string>? Properties()
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(PropertyCountAt));
            if (count == 0)
            {
                return null;
            }
            var properties = new Dictionary<string, string>(count);
            ReadOnlySpan<byte> rest = Field(UserProperties);
            for (int i = 0; i < count; i++)
            {
                int keySize = BinaryPrimitives.ReadInt32LittleEndian(rest);
                int valueSize = BinaryPrimitives.ReadInt32LittleEndian(rest.Slice(4));
                string key = Encoding.UTF8.GetString(rest.Slice(8, keySize));
                properties[key] = Encoding.UTF8.GetString(rest.Slice(8 + keySize, valueSize));
                rest = rest.Slice(8 + keySize + valueSize);
            }
            return properties;
        }
    }
}
