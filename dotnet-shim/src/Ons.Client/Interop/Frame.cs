using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Ons.Client.Interop
{
    /// <summary>One frame as onsclient.h lays it out: a message or another event.</summary>
    internal readonly ref struct Frame
    {
        internal const int Message = 1;
        internal const int SendEnd = 2;

        private const int HeaderSize = 100;
        private const int Sizes = 60;
        private const int PropertiesField = 8;
        private const int BodyField = 9;

        private readonly ReadOnlySpan<byte> bytes;

        /// <summary>Reads the first frame of some.</summary>
        internal Frame(ReadOnlySpan<byte> frames) =>
            bytes = frames.Slice(0, BinaryPrimitives.ReadInt32LittleEndian(frames));

        internal int Size => bytes.Length;

        internal int Kind => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(4));

        internal ulong Token => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8));

        internal ReceivedMessage ToMessage() =>
            new ReceivedMessage(
                Text(0),
                Field(BodyField).ToArray(),
                Text(1),
                Text(2),
                Text(3),
                Text(4),
                Text(5),
                Text(6),
                Times.At(Long(24)),
                Times.OrNull(Long(32)),
                Times.OrNull(Long(16)),
                Long(40),
                Int(48),
                Properties());

        internal SendOutcome ToOutcome() =>
            Int(52) == Native.Ok
                ? new SendOutcome(new SendResult(Text(4), Text(7)))
                : new SendOutcome(new OnsError(
                    (OnsStatus)Int(52), Text(7), Text(5), Int(48), Text(4),
                    Encoding.UTF8.GetString(Field(BodyField)), (Int(56) & 1) != 0));

        private int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(at));

        private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(at));

        private ReadOnlySpan<byte> Field(int number)
        {
            int at = HeaderSize;
            for (int before = 0; before < number; before++)
            {
                at += Int(Sizes + (4 * before));
            }
            return bytes.Slice(at, Int(Sizes + (4 * number)));
        }

        private string Text(int number) => Encoding.UTF8.GetString(Field(number));

        private IReadOnlyDictionary<string, string>? Properties()
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(6));
            if (count == 0)
            {
                return null;
            }
            var properties = new Dictionary<string, string>(count);
            ReadOnlySpan<byte> rest = Field(PropertiesField);
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
