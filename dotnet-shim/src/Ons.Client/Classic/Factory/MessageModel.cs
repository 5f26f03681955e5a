namespace ons
{
    /// <summary>Whether a message goes to all consumers of the group or to one of them.</summary>
    public enum MessageModel
    {
        /// <summary>To all.</summary>
        BROADCASTING,

        /// <summary>To one.</summary>
        CLUSTERING,
    }
}
