namespace Ons.Client.Interop
{
    /// <summary>One text, lent to the library for a call.</summary>
    internal unsafe ref struct LentText
    {
        private Arena arena;

        internal LentText(string? text, string what)
        {
            arena = new Arena(Arena.Measure(text, what));
            Text = arena.Add(text);
        }

        internal NativeText Text { get; }

        public void Dispose() => arena.Dispose();
    }
}
