using System;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>Programs that tests start as processes of their own.</summary>
    internal static class Children
    {
        internal static Task<int> RunAsync(string name, string[] arguments) =>
            throw new ArgumentException("no such program: " + name);
    }
}
