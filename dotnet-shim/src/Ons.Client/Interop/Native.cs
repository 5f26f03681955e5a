using System;
using System.Runtime.InteropServices;

namespace Ons.Client.Interop
{
    /// <summary>The functions of onsclient.h that the shim uses, by their names there.</summary>
    internal static unsafe class Native
    {
        internal const string Library = "libonsclient.so.1";
        internal const uint AbiVersion = 0x00010000;

        internal const int Ok = 0;
        internal const int ConsumeSuccess = 1;
        internal const int ConsumeLater = 2;
        internal const int FilterTag = 0;
        internal const int FilterSql = 1;

        [DllImport(Library)]
        internal static extern uint ons_abi_version();

        [DllImport(Library)]
        internal static extern byte* ons_version();

        [DllImport(Library)]
        internal static extern int ons_feature_supported(byte* name);

        [DllImport(Library)]
        internal static extern void ons_buffer_release(NativeBuffer* buffer);

        [DllImport(Library)]
        internal static extern byte* ons_status_name(int status);

        [DllImport(Library)]
        internal static extern int ons_runtime_open(NativeRuntimeOptions* options, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_runtime_close(int drainMs, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_runtime_describe(NativeBuffer* text, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_log_set_callback(
            IntPtr callback, IntPtr context, IntPtr release, int level, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_frame_encode(
            NativeMessage* message, ulong token, byte* buffer, UIntPtr capacity, UIntPtr* size, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_open(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_order_producer_open(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_transaction_producer_open(
            NativeProperty* properties, UIntPtr count, IntPtr checker, IntPtr context, IntPtr release, ulong* client,
            NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_consumer_open(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_order_consumer_open(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_batch_consumer_open(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_consumer_open(
            NativeProperty* properties, UIntPtr count, ulong* client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_client_start(ClientHandle client, NativeError* error);

        // By its number: the one function that a handle calls when it is gone itself.
        [DllImport(Library)]
        internal static extern int ons_client_close(ulong client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_client_update_credentials(
            ClientHandle client, NativeProperty* properties, UIntPtr count, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_client_describe(ClientHandle client, NativeBuffer* text, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_client_statistics(
            ClientHandle client, NativeStatistics* statistics, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_client_use_events(ClientHandle client, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_events_poll(
            ClientHandle client, UIntPtr max, int timeoutMs, byte* buffer, UIntPtr capacity, UIntPtr* size,
            UIntPtr* count, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_events_complete(
            ClientHandle client, ulong* tokens, int* results, UIntPtr count, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_send(
            ClientHandle producer, NativeMessage* message, NativeSendResult* result, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_send_async(
            ClientHandle producer, NativeMessage* message, IntPtr callback, IntPtr context, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_send_oneway(
            ClientHandle producer, NativeMessage* message, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_send_batch(
            ClientHandle producer, NativeMessage* messages, UIntPtr count, NativeSendResult* results,
            NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_send_frames(
            ClientHandle producer, byte* frames, UIntPtr size, UIntPtr* accepted, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_send_transaction(
            ClientHandle producer, NativeMessage* message, IntPtr executer, IntPtr context, NativeSendResult* result,
            NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_producer_recall(
            ClientHandle producer, NativeText topic, NativeText recallHandle, byte* messageId, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_consumer_subscribe(
            ClientHandle consumer, NativeText topic, NativeText expression, int filter, IntPtr listener,
            IntPtr context, IntPtr release, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_consumer_unsubscribe(
            ClientHandle consumer, NativeText topic, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_consumer_rate_limit(
            ClientHandle consumer, NativeText topic, double perSecond, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_consumer_set_offset_store(
            ClientHandle consumer, IntPtr read, IntPtr write, IntPtr context, IntPtr release, NativeError* error);

        [DllImport(Library)]
        internal static extern void ons_callback_set_error(NativeText text);

        [DllImport(Library)]
        internal static extern int ons_pull_partitions(
            ClientHandle consumer, NativeText topic, NativeBuffer* names, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_assign(
            ClientHandle consumer, NativePartition* partitions, UIntPtr count, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_on_partitions_changed(
            ClientHandle consumer, NativeText topic, IntPtr callback, IntPtr context, IntPtr release,
            NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_poll(
            ClientHandle consumer, int timeoutMs, byte* buffer, UIntPtr capacity, UIntPtr* size, UIntPtr* count,
            NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_seek(
            ClientHandle consumer, NativePartition partition, long offset, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_seek_to_beginning(
            ClientHandle consumer, NativePartition partition, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_seek_to_end(
            ClientHandle consumer, NativePartition partition, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_pause(
            ClientHandle consumer, NativePartition* partitions, UIntPtr count, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_resume(
            ClientHandle consumer, NativePartition* partitions, UIntPtr count, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_offset_for_time(
            ClientHandle consumer, NativePartition partition, long atMs, long* offset, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_committed(
            ClientHandle consumer, NativePartition partition, long* offset, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_commit(ClientHandle consumer, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_commit_offset(
            ClientHandle consumer, NativePartition partition, long offset, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_offset_limits(
            ClientHandle consumer, NativePartition partition, long* first, long* end, NativeError* error);

        [DllImport(Library)]
        internal static extern int ons_pull_fetch(
            ClientHandle consumer, NativePartition partition, NativeText expression, long offset, uint max,
            int timeoutMs, byte* buffer, UIntPtr capacity, UIntPtr* size, UIntPtr* count, long* nextOffset,
            NativeError* error);
    }
}
