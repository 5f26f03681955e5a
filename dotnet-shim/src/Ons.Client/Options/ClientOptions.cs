using System;
using System.Collections.Generic;
using System.Globalization;

namespace Ons.Client
{
    /// <summary>
    /// How a client is set up; the classes that derive from it add what the kinds of clients have. An option wins over
    /// Properties, these over the environment (ONSCLIENT_ENDPOINT, ONSCLIENT_GROUP_ID ...; durations in milliseconds).
    /// A value that is null everywhere has its default. A value out of range is refused when the client is made.
    /// </summary>
    public partial class ClientOptions
    {
        private const string EnvironmentPrefix = "ONSCLIENT_";

        /// <summary>Any property by its key, see docs/properties.md of OpenONS.</summary>
        public IDictionary<string, string> Properties { get; } = new Dictionary<string, string>();

        internal IReadOnlyDictionary<string, string> ToProperties()
        {
            var all = new Dictionary<string, string>(Properties);
            Fill(all);
            foreach ((string key, string text) in OfEnvironment(all))
            {
                all[key] = text;
            }
            return all;
        }

        // Not of a key that the program sets, nor of one with the purpose of such a key.
        private static List<(string Key, string Text)> OfEnvironment(IReadOnlyDictionary<string, string> given)
        {
            bool IsSet(string key) => given.TryGetValue(key, out string? text) && text.Length > 0;
            var found = new List<(string, string)>();
            foreach ((string key, string name, int unitMs) in PropertyKeys.All)
            {
                string? value = Environment.GetEnvironmentVariable(EnvironmentPrefix + name);
                bool isKeptOut = IsSet(key)
                    || (PropertyKeys.Rivals.TryGetValue(key, out string[]? rivals) && Array.Exists(rivals, IsSet));
                if (!string.IsNullOrEmpty(value) && !isKeptOut)
                {
                    found.Add((key, unitMs == 0 ? value : OfEnvironment(EnvironmentPrefix + name, value, unitMs)));
                }
            }
            return found;
        }

        private protected static void Set(IDictionary<string, string> all, string key, string? value)
        {
            if (value != null)
            {
                all[key] = value;
            }
        }

        private protected static void Set(IDictionary<string, string> all, string key, int? value) =>
            Set(all, key, value?.ToString(CultureInfo.InvariantCulture));

        private protected static void Set(IDictionary<string, string> all, string key, bool? value) =>
            Set(all, key, value == null ? null : value.Value ? "true" : "false");

        private protected static void Set(
            IDictionary<string, string> all, string key, TimeSpan? value, int unitMs, string name) =>
            Set(all, key, value == null ? null : InUnit(name, value.Value, unitMs));

        private static string OfEnvironment(string variable, string value, int unitMs) =>
            long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long ms)
                ? InUnit(variable, TimeSpan.FromMilliseconds(ms), unitMs)
                : throw Interop.Errors.Invalid(
                    $"the environment variable {variable} is '{value}'; it must be milliseconds");

        // Nothing is rounded away in silence.
        private static string InUnit(string name, TimeSpan value, int unitMs)
        {
            long unit = unitMs * TimeSpan.TicksPerMillisecond;
            return value.Ticks % unit == 0
                ? (value.Ticks / unit).ToString(CultureInfo.InvariantCulture)
                : throw Interop.Errors.Invalid(
                    $"{name} is {value}; it must be a multiple of {TimeSpan.FromMilliseconds(unitMs)}");
        }
    }
}
