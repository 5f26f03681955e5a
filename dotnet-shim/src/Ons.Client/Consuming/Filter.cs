using System;

namespace Ons.Client
{
    /// <summary>Which messages of a topic a subscription wants.</summary>
    public sealed class Filter
    {
        private Filter(string expression, int kind)
        {
            Expression = expression ?? throw new ArgumentNullException(nameof(expression));
            Kind = kind;
        }

        /// <summary>All messages.</summary>
        public static Filter All { get; } = Tags("*");

        /// <summary>The tags, or the condition.</summary>
        public string Expression { get; }

        internal int Kind { get; }

        /// <summary>Tags: "TagA || TagB", or "*" for all.</summary>
        public static Filter Tags(string tags) => new Filter(tags, Interop.Native.FilterTag);

        /// <summary>A SQL-92 condition over properties, in which TAGS is the tag.</summary>
        public static Filter Sql(string condition) => new Filter(condition, Interop.Native.FilterSql);

        /// <summary>Tags are what most programs filter by.</summary>
        public static implicit operator Filter(string tags) => Tags(tags);
    }
}
