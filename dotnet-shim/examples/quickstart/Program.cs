// Sends one message and receives it.   quickstart [address]
using System;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        string endpoint = arguments.Length > 0 ? arguments[0] : "127.0.0.1:8081";
        try
        {
            await using var consumer = new Consumer(new ConsumerOptions
            {
                Endpoint = endpoint, AccessKey = "any", SecretKey = "any", GroupId = "GID_quickstart",
            });
            consumer.Subscribe("quickstart", Filter.All);
            await consumer.StartAsync();

            await using var producer = new Producer(new ProducerOptions
            {
                Endpoint = endpoint, AccessKey = "any", SecretKey = "any",
            });
            await producer.StartAsync();
            SendResult sent = await producer.SendAsync(new Message("quickstart", "hello"));
            Console.WriteLine($"sent {sent.MessageId}");

            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            await foreach (ReceivedMessage message in consumer.ReadAllAsync(limit.Token))
            {
                Console.WriteLine($"received {message.BodyText}");
                message.Complete();
                break;
            }
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("nothing was received within 30 s");
            return 1;
        }
        catch (OnsException error)
        {
            Console.Error.WriteLine($"{error.Name}: {error.Message}");
            return 1;
        }
    }
}
