namespace Ons.Client.Interop
{
    internal static unsafe partial class Native
    {
        internal const string Library = "libonsclient.so.1";
    }
}
