using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Ons.Client.Tests")]
