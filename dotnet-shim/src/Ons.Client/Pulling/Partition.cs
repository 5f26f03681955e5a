using System;

namespace Ons.Client
{
    /// <summary>One queue of a topic.</summary>
    public readonly struct Partition : IEquatable<Partition>
    {
        /// <summary>A queue by its name in PullConsumer.</summary>
        public Partition(string topic, string name)
        {
            Topic = topic ?? throw new ArgumentNullException(nameof(topic));
            Name = name ?? throw new ArgumentNullException(nameof(name));
        }

        /// <summary>The topic.</summary>
        public string Topic { get; }

        /// <summary>The queue's name.</summary>
        public string Name { get; }

        /// <summary>Whether both are the same queue.</summary>
        public static bool operator ==(Partition left, Partition right) => left.Equals(right);

        /// <summary>Whether they are different queues.</summary>
        public static bool operator !=(Partition left, Partition right) => !left.Equals(right);

        /// <inheritdoc/>
        public bool Equals(Partition other) => Topic == other.Topic && Name == other.Name;

        /// <inheritdoc/>
        public override bool Equals(object? other) => other is Partition partition && Equals(partition);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Topic, Name);

        /// <inheritdoc/>
        public override string ToString() => Topic + "/" + Name;
    }
}
