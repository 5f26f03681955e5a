namespace ons
{
    /// <summary>Which cloud a program belongs to. Taken for compatibility, without effect.</summary>
    public enum ONSChannel
    {
        /// <summary>Without effect.</summary>
        CLOUD,

        /// <summary>Without effect; the default.</summary>
        ALIYUN,

        /// <summary>Without effect.</summary>
        ALL,

        /// <summary>Without effect.</summary>
        LOCAL,

        /// <summary>Without effect.</summary>
        INNER,
    }
}
