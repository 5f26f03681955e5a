using System;
using System.Threading;
using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A message in the hands of a loop; the first answer counts.</summary>
    internal sealed unsafe class Delivery
    {
        private readonly ClientHandle consumer;
        private readonly ulong token;
        private int answered;

        internal Delivery(ClientHandle consumer, ulong token)
        {
            this.consumer = consumer;
            this.token = token;
        }

        internal void Complete(ConsumeResult result)
        {
            if (Interlocked.Exchange(ref answered, 1) != 0)
            {
                return;
            }
            ulong own = token;
            int answer = (int)result;
            var error = NativeError.Empty;
            int status = Native.ons_events_complete(consumer, &own, &answer, (UIntPtr)1, &error);
            if (status != (int)OnsStatus.Closed)
            {
                // A consumer that was closed meanwhile has given the message back.
                Errors.Check(status, &error);
            }
        }
    }
}
