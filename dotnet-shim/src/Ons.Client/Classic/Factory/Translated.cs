using System;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>From the modern classes' errors to the classic one.</summary>
    internal static class Translated
    {
        internal static void Call(System.Action call) =>
            Call(() =>
            {
                call();
                return 0;
            });

        internal static T Call<T>(Func<T> call)
        {
            try
            {
                return call();
            }
            catch (Modern.OnsException e)
            {
                throw From(e);
            }
        }

        internal static ONSClientException From(Modern.OnsException e) =>
            new ONSClientException(e.Message, e.Code, e);

        internal static T Require<T>(T? value, string what, int error = ONSClientException.OTHER_ERROR)
            where T : class =>
            value ?? throw new ONSClientException(what + " is null; pass an object", error);
    }
}
