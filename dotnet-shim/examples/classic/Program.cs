// The programs of the commercial SDK's manual, on its classes.   classic NAME [address]
using System;

internal static class Program
{
    /// <summary>Where the samples connect to.</summary>
    internal static string Address { get; private set; } = "http://127.0.0.1:8081";

    private static int Main(string[] arguments)
    {
        if (arguments.Length > 1)
        {
            Address = arguments[1];
        }
        switch (arguments.Length > 0 ? arguments[0] : "")
        {
            case "normal": return ProducerExample.Run();
            case "ordered-send": return OrderProducerExample.Run();
            case "ordered-receive": return OrderConsumerExample.Run();
            case "timed": return TimedExample.Run();
            case "transaction": return TransactionExample.Run();
            case "subscribe": return ConsumerExample.Run();
            case "binary": return BinaryExample.Run();
            case "singleton": return SingletonExample.Run();
            default:
                Console.Error.WriteLine(
                    "usage: classic normal|ordered-send|ordered-receive|timed|transaction|subscribe|binary|singleton"
                    + " [address]");
                return 2;
        }
    }
}
