using System;
using System.Collections.Generic;

namespace Ons.Client.Interop
{
    /// <summary>Keys with values, lent to the library for a call.</summary>
    internal unsafe ref struct LentProperties
    {
        private Arena arena;

        internal LentProperties(IReadOnlyCollection<KeyValuePair<string, string>> properties)
        {
            long size = (long)properties.Count * sizeof(NativeProperty);
            foreach (var property in properties)
            {
                size += Arena.Measure(property.Key, "a property's key");
                size += Arena.Measure(property.Value, "property " + property.Key);
            }
            arena = new Arena(size);
            First = arena.Take<NativeProperty>(properties.Count);
            Count = (UIntPtr)properties.Count;
            int i = 0;
            foreach (var property in properties)
            {
                First[i++] = new NativeProperty { Key = arena.Add(property.Key), Value = arena.Add(property.Value) };
            }
        }

        internal NativeProperty* First { get; }

        internal UIntPtr Count { get; }

        public void Dispose() => arena.Dispose();
    }
}
