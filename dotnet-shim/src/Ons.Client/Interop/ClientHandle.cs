using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Ons.Client.Interop
{
    /// <summary>
    /// Owns the number of a client. It stays valid after the client was closed, since numbers are not used again: the
    /// library then answers that the client is closed. A client that is still open is closed when it is collected.
    /// </summary>
    internal sealed class ClientHandle : SafeHandle
    {
        internal ClientHandle(ulong number) : base(IntPtr.Zero, ownsHandle: true) => SetHandle((IntPtr)number);

        public override bool IsInvalid => handle == IntPtr.Zero;

        internal unsafe int Close(NativeError* error)
        {
            int status = Native.ons_client_close((ulong)handle, error);
            if (status == Native.Ok || status == (int)OnsStatus.Closed)
            {
                GC.SuppressFinalize(this);
            }
            return status;
        }

        // Closing may take its time, which the finalizer's thread does not have.
        protected override bool ReleaseHandle() =>
            ThreadPool.UnsafeQueueUserWorkItem(number => CloseForgotten((ulong)number!), (ulong)handle);

        private static unsafe void CloseForgotten(ulong number) => Native.ons_client_close(number, null);
    }
}
