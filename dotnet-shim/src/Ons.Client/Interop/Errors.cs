using System;
using System.Text;

namespace Ons.Client.Interop
{
    /// <summary>From the library's errors to exceptions.</summary>
    internal static unsafe class Errors
    {
        internal static void Check(int status, NativeError* error)
        {
            if (status != Native.Ok)
            {
                throw From(error).ToException();
            }
        }

        internal static OnsError From(NativeError* error) =>
            new OnsError(
                (OnsStatus)error->Status,
                Text(error->Message),
                Text(error->Name),
                error->Code,
                Text(error->RequestId),
                Text(error->Detail),
                (error->Flags & Native.ErrorRetryable) != 0);

        /// <summary>The error of one message of a batch.</summary>
        internal static OnsError From(NativeSendResult* result) =>
            new OnsError(
                (OnsStatus)result->Status,
                Text(result->Message),
                Text(result->Name),
                result->Code,
                Text(result->RequestId),
                isRetryable: (result->Flags & Native.ErrorRetryable) != 0);

        internal static OnsException Invalid(string message) =>
            new OnsError(OnsStatus.Invalid, message).ToException();

        /// <summary>A text that ends with NUL.</summary>
        internal static string Text(byte* text)
        {
            int size = 0;
            while (text[size] != 0)
            {
                size++;
            }
            return size == 0 ? "" : Encoding.UTF8.GetString(text, size);
        }

        /// <summary>A text that the library made, and frees.</summary>
        internal static string Take(ref NativeBuffer buffer)
        {
            fixed (NativeBuffer* taken = &buffer)
            {
                try
                {
                    return new NativeText { Data = taken->Data, Size = taken->Size }.ToString();
                }
                finally
                {
                    Native.ons_buffer_release(taken);
                }
            }
        }
    }
}
