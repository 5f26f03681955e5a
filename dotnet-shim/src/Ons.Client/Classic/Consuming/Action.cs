namespace ons
{
    /// <summary>A listener's answer.</summary>
    public enum Action
    {
        /// <summary>Handled.</summary>
        CommitMessage,

        /// <summary>Deliver again, after the group's back-off.</summary>
        ReconsumeLater,
    }
}
