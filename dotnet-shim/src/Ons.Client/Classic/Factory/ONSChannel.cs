namespace ons
{
    /// <summary>Which cloud a program belongs to. Only tells whether AccessKey and SecretKey must
    /// be set: on ALIYUN, the default, they must.</summary>
    public enum ONSChannel
    {
        /// <summary>The two keys may be left out.</summary>
        CLOUD,

        /// <summary>The default: the two keys must be set.</summary>
        ALIYUN,

        /// <summary>The two keys may be left out.</summary>
        ALL,

        /// <summary>The two keys may be left out.</summary>
        LOCAL,

        /// <summary>The two keys may be left out.</summary>
        INNER,
    }
}
