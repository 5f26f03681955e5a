// Sends the steps of three orders and receives each order's steps in their order.   ordered [address]
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client;

internal static class Program
{
    private static readonly string[] Steps = { "created", "paid", "shipped" };
    private static readonly string[] Orders = { "order-1", "order-2", "order-3" };

    private static async Task<int> Main(string[] arguments)
    {
        string endpoint = arguments.Length > 0 ? arguments[0] : "127.0.0.1:8081";
        try
        {
            // Handlers run on several threads, but one at a time for an order.
            var seen = new ConcurrentDictionary<string, List<string>>();
            using var left = new CountdownEvent(Steps.Length * Orders.Length);
            await using var consumer = new OrderConsumer(new OrderConsumerOptions
            {
                Endpoint = endpoint, AccessKey = "any", SecretKey = "any", GroupId = "GID_ordered",
            });
            consumer.Subscribe("ordered", Filter.All, message =>
            {
                seen.GetOrAdd(message.ShardingKey, order => new List<string>()).Add(message.BodyText);
                left.Signal();
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();

            await using var producer = new OrderProducer(new ProducerOptions
            {
                Endpoint = endpoint, AccessKey = "any", SecretKey = "any",
            });
            await producer.StartAsync();
            await Task.WhenAll(
                from step in Steps
                from order in Orders
                select producer.SendAsync(new Message("ordered", step) { ShardingKey = order }));

            if (!left.Wait(TimeSpan.FromSeconds(120)))
            {
                Console.Error.WriteLine("not all messages were received within 30 s");
                return 1;
            }
            foreach (string order in Orders)
            {
                Console.WriteLine($"{order}: {string.Join(" ", seen[order])}");
            }
            return 0;
        }
        catch (OnsException error)
        {
            Console.Error.WriteLine($"{error.Name}: {error.Message}");
            return 1;
        }
    }
}
