using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Ons.Client.Interop
{
    /// <summary>
    /// The callbacks of the library. The delegates live as long as the process; a context is a GCHandle to the object
    /// that handles the call, which it keeps alive until the library releases it. No exception goes back.
    /// </summary>
    internal static unsafe class Callbacks
    {
        private static readonly NativeListener OneMessage = OnMessage;
        private static readonly NativeListener ManyMessages = OnMessages;
        private static readonly NativeSendCallback Sent = OnSent;
        private static readonly NativeTransactionCallback Asked = OnTransaction;
        private static readonly NativeRelease Released = OnRelease;
        private static readonly NativeLogCallback Logged = OnLog;
        private static readonly NativeOffsetRead OffsetRead = OnOffsetRead;
        private static readonly NativeOffsetWrite OffsetWritten = OnOffsetWrite;
        private static readonly NativePartitionsCallback PartitionsChanged = OnPartitions;

        /// <summary>Context: Func of ReceivedMessage, int.</summary>
        internal static readonly IntPtr Listener = Marshal.GetFunctionPointerForDelegate(OneMessage);

        /// <summary>Context: Func of ReceivedMessage[], int.</summary>
        internal static readonly IntPtr BatchListener = Marshal.GetFunctionPointerForDelegate(ManyMessages);

        /// <summary>Context: IPendingSend; released by the call.</summary>
        internal static readonly IntPtr Send = Marshal.GetFunctionPointerForDelegate(Sent);

        /// <summary>Context: Func of ReceivedMessage, int.</summary>
        internal static readonly IntPtr Transaction = Marshal.GetFunctionPointerForDelegate(Asked);

        /// <summary>Lets go of a context.</summary>
        internal static readonly IntPtr Release = Marshal.GetFunctionPointerForDelegate(Released);

        /// <summary>Context: Action of LogRecord.</summary>
        internal static readonly IntPtr Log = Marshal.GetFunctionPointerForDelegate(Logged);

        /// <summary>Context: IOffsetStore.</summary>
        internal static readonly IntPtr ReadOffset = Marshal.GetFunctionPointerForDelegate(OffsetRead);

        /// <summary>Context: IOffsetStore.</summary>
        internal static readonly IntPtr WriteOffset = Marshal.GetFunctionPointerForDelegate(OffsetWritten);

        /// <summary>Context: Action of string, string.</summary>
        internal static readonly IntPtr Partitions = Marshal.GetFunctionPointerForDelegate(PartitionsChanged);

        /// <summary>A context for the library, which releases it.</summary>
        internal static IntPtr Context(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

        internal static void Free(IntPtr context) => GCHandle.FromIntPtr(context).Free();

        private static T Target<T>(IntPtr context) => (T)GCHandle.FromIntPtr(context).Target!;

        private static int OnMessage(IntPtr context, NativeMessage* messages, UIntPtr count)
        {
            try
            {
                return Target<Func<ReceivedMessage, int>>(context)(ReceivedMessage.From(messages));
            }
            catch (Exception e)
            {
                return Failed(e, Native.ConsumeLater);
            }
        }

        private static int OnMessages(IntPtr context, NativeMessage* messages, UIntPtr count)
        {
            try
            {
                var received = new ReceivedMessage[(int)count];
                var at = (byte*)messages;
                for (int i = 0; i < received.Length; i++, at += messages->StructSize)
                {
                    received[i] = ReceivedMessage.From((NativeMessage*)at);
                }
                return Target<Func<ReceivedMessage[], int>>(context)(received);
            }
            catch (Exception e)
            {
                return Failed(e, Native.ConsumeLater);
            }
        }

        private static void OnSent(IntPtr context, NativeSendResult* result, NativeError* error)
        {
            try
            {
                var pending = Target<IPendingSend>(context);
                Free(context);
                pending.End(error != null
                    ? new SendOutcome(Errors.From(error))
                    : new SendOutcome(SendResult.From(result)));
            }
            catch (Exception e)
            {
                Failed(e, 0);
            }
        }

        private static int OnTransaction(IntPtr context, NativeMessage* message)
        {
            try
            {
                return Target<Func<ReceivedMessage, int>>(context)(ReceivedMessage.From(message));
            }
            catch (Exception e)
            {
                return Failed(e, (int)TransactionStatus.Unknown);
            }
        }

        private static void OnRelease(IntPtr context)
        {
            try
            {
                Free(context);
            }
            catch (Exception e)
            {
                Failed(e, 0);
            }
        }

        private static void OnLog(IntPtr context, int level, long atMs, NativeText logger, NativeText text)
        {
            try
            {
                Target<Action<LogRecord>>(context)(LogRecord.From(level, atMs, logger, text));
            }
            catch (Exception e)
            {
                Failed(e, 0);
            }
        }

        private static int OnOffsetRead(IntPtr context, NativeText topic, NativeText partition, long* offset)
        {
            try
            {
                long? known = Target<IOffsetStore>(context).Read(topic.ToString(), partition.ToString());
                *offset = known ?? 0;
                return known.HasValue ? 1 : 0;
            }
            catch (Exception e)
            {
                return Failed(e, 0);
            }
        }

        private static void OnOffsetWrite(IntPtr context, NativeText topic, NativeText partition, long offset)
        {
            try
            {
                Target<IOffsetStore>(context).Write(topic.ToString(), partition.ToString(), offset);
            }
            catch (Exception e)
            {
                Failed(e, 0);
            }
        }

        private static void OnPartitions(IntPtr context, NativeText topic, NativeText names)
        {
            try
            {
                Target<Action<string, string>>(context)(topic.ToString(), names.ToString());
            }
            catch (Exception e)
            {
                Failed(e, 0);
            }
        }

        // The reason goes to the library's log.
        private static int Failed(Exception error, int result)
        {
            byte[] text = Encoding.UTF8.GetBytes(error.ToString());
            fixed (byte* data = text)
            {
                Native.ons_callback_set_error(new NativeText { Data = data, Size = (UIntPtr)text.Length });
            }
            return result;
        }
    }

    /// <summary>A send whose end the library reports.</summary>
    internal interface IPendingSend
    {
        void End(SendOutcome outcome);
    }
}
