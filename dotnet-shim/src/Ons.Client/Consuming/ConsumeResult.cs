using Ons.Client.Interop;

namespace Ons.Client
{
    /// <summary>A handler's answer. The default value, 0, counts as Later.</summary>
    public enum ConsumeResult
    {
        /// <summary>Handled.</summary>
        Success = Native.ConsumeSuccess,

        /// <summary>Deliver again, after the group's back-off; ordered: after SuspendTime.</summary>
        Later = Native.ConsumeLater,
    }
}
