namespace ons
{
    /// <summary>Where classic programs begin.</summary>
    public static class ONSFactory
    {
        private static readonly ONSFactoryAPI Instance = new ONSFactoryAPI();

        /// <summary>The factory of clients.</summary>
        public static ONSFactoryAPI getInstance() => Instance;
    }
}
