using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Ons.Client.Interop
{
    /// <summary>One frame as onsclient.h lays it out: a message or another event.</summary>
    internal readonly ref struct Frame
    {
        // Some texts have another meaning in the result of a send and in an error.
        private const int RecallHandle = FrameText.Extra;
        private const int RequestId = FrameText.MessageId;
        private const int ErrorName = FrameText.BornHost;
        private const int ErrorText = FrameText.Extra;
        private const int ErrorDetail = FrameText.Body;

        private readonly ReadOnlySpan<byte> bytes;

        /// <summary>Reads the first frame of some.</summary>
        internal Frame(ReadOnlySpan<byte> frames) =>
            bytes = frames.Slice(0, BinaryPrimitives.ReadInt32LittleEndian(frames));

        internal int Size => bytes.Length;

        internal int Kind => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(FrameAt.Kind));

        internal ulong Token => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(FrameAt.Token));

        internal ReceivedMessage ToMessage() =>
            new ReceivedMessage(
                Text(FrameText.Topic),
                Field(FrameText.Body).ToArray(),
                Text(FrameText.Tag),
                Text(FrameText.Key),
                Text(FrameText.ShardingKey),
                Text(FrameText.MessageId),
                Text(FrameText.BornHost),
                Text(FrameText.Partition),
                Times.At(Long(FrameAt.BornAt)),
                Times.OrNull(Long(FrameAt.StoredAt)),
                Times.OrNull(Long(FrameAt.DeliverAt)),
                Long(FrameAt.Offset),
                Int(FrameAt.Number),
                Properties());

        internal SendOutcome ToOutcome() =>
            Int(FrameAt.Status) == Native.Ok
                ? new SendOutcome(new SendResult(Text(FrameText.MessageId), Text(RecallHandle)))
                : new SendOutcome(new OnsError(
                    (OnsStatus)Int(FrameAt.Status), Text(ErrorText), Text(ErrorName), Int(FrameAt.Number),
                    Text(RequestId), Text(ErrorDetail), (Int(FrameAt.Flags) & Native.ErrorRetryable) != 0));

        private int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(at));

        private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(at));

        private ReadOnlySpan<byte> Field(int number)
        {
            int at = Native.FrameHeaderSize;
            for (int before = 0; before < number; before++)
            {
                at += Int(FrameAt.Topic + (sizeof(int) * before));
            }
            return bytes.Slice(at, Int(FrameAt.Topic + (sizeof(int) * number)));
        }

        private string Text(int number) => Encoding.UTF8.GetString(Field(number));

        private IReadOnlyDictionary<string, string>? Properties()
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(FrameAt.PropertyCount));
            if (count == 0)
            {
                return null;
            }
            var properties = new Dictionary<string, string>(count);
            ReadOnlySpan<byte> rest = Field(FrameText.Properties);
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
