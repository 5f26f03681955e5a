using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Conformance
{
    /// <summary>A line of the protocol: a flat JSON object. Fields without a value are left out.</summary>
    internal sealed class Fields
    {
        private readonly Dictionary<string, object> values = new Dictionary<string, object>();

        public static Fields Parse(string line)
        {
            var fields = new Fields();
            using var document = JsonDocument.Parse(line);
            foreach (JsonProperty field in document.RootElement.EnumerateObject())
            {
                fields.Put(field.Name, field.Value.ToString());
            }
            return fields;
        }

        public Fields Put(string name, object? value)
        {
            if (value != null && !value.Equals(""))
            {
                values[name] = value;
            }
            return this;
        }

        /// <summary>The value of a field; null when there is none.</summary>
        public string? Get(string name) => values.TryGetValue(name, out object? value) ? value.ToString() : null;

        /// <summary>The fields whose names begin with a prefix, without it, as a line of their own.</summary>
        public Fields Part(string prefix)
        {
            var part = new Fields();
            foreach (KeyValuePair<string, string> field in Below(prefix))
            {
                part.Put(field.Key, field.Value);
            }
            return part;
        }

        public string Need(string name) =>
            Get(name) ?? throw new ArgumentException($"the field '{name}' is missing in {this}");

        public long Number(string name) => long.Parse(Need(name));

        /// <summary>The fields whose names begin with a prefix, without it.</summary>
        public Dictionary<string, string> Below(string prefix) =>
            values.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(field => field.Key.Substring(prefix.Length), field => field.Value.ToString()!);

        public byte[] Bytes(string name) => Convert.FromBase64String(Get(name) ?? "");

        public string[] Lines(string name) => Need(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public override string ToString() => JsonSerializer.Serialize(values);
    }
}
