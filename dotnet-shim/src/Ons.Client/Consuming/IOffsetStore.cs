namespace Ons.Client
{
    /// <summary>Keeps a broadcasting consumer's progress. Called on threads of the library.</summary>
    public interface IOffsetStore
    {
        /// <summary>The next offset of a queue; null when there is none.</summary>
        long? Read(string topic, string partition);

        /// <summary>Keeps the next offset of a queue.</summary>
        void Write(string topic, string partition, long offset);
    }
}
