namespace ons
{
    /// <summary>An ordered listener's answer.</summary>
    public enum OrderAction
    {
        /// <summary>Handled.</summary>
        Success,

        /// <summary>Deliver again, after SuspendTimeMillis.</summary>
        Suspend,
    }
}
