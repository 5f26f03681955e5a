// A tour: tags and keys, properties, awaiting one and many, one-way, batches, delay and recall, errors, pulling,
// statistics.   walkthrough [address]
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Ons.Client;

internal static class Program
{
    private const string Topic = "walkthrough";

    private static async Task<int> Main(string[] arguments)
    {
        string endpoint = arguments.Length > 0 ? arguments[0] : "127.0.0.1:8081";
        try
        {
            Console.WriteLine($"libonsclient {OnsRuntime.Version}");
            await using var producer = new Producer(new ProducerOptions
            {
                Endpoint = endpoint, AccessKey = "any", SecretKey = "any",
            });
            await producer.StartAsync();
            await SendInEveryWayAsync(producer);
            await DelayAndRecallAsync(producer);
            await FailAsync(producer);

            await using var consumer = new PullConsumer(new PullConsumerOptions
            {
                Endpoint = endpoint, AccessKey = "any", SecretKey = "any", GroupId = "GID_walkthrough",
            });
            await consumer.StartAsync();
            Console.WriteLine($"pulled {await PullAsync(consumer, 13)} messages");
            Console.WriteLine(producer.Describe());
            Console.WriteLine($"{producer.GetStatistics().Sent} sent");
            return 0;
        }
        catch (OnsException error)
        {
            Console.Error.WriteLine($"{error.Name}: {error.Message}");
            return 1;
        }
    }

    private static async Task SendInEveryWayAsync(IProducer producer)
    {
        var message = new Message(Topic, "with everything")
        {
            Tag = "TagA",
            Key = "key-1 key-2",
            Properties = { ["colour"] = "green" },
        };
        Console.WriteLine($"sent {(await producer.SendAsync(message)).MessageId}");

        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => producer.SendAsync(new Message(Topic, $"async {i}") { Tag = "TagB" })));
        Console.WriteLine("sent 10 at once");

        producer.SendOneWay(new Message(Topic, "one-way"));

        var batch = new[] { new Message(Topic, "batch 1"), new Message(Topic, "batch 2") };
        foreach (SendOutcome outcome in await producer.SendBatchAsync(batch))
        {
            Console.WriteLine($"batch: {outcome.Error?.Message ?? outcome.Result.MessageId}");
        }
    }

    private static async Task DelayAndRecallAsync(IProducer producer)
    {
        var later = new Message(Topic, "never seen") { DeliverAt = DateTimeOffset.UtcNow.AddHours(1) };
        SendResult sent = await producer.SendAsync(later);
        Console.WriteLine($"recalled {await producer.RecallAsync(Topic, sent.RecallHandle)}");
    }

    private static async Task FailAsync(IProducer producer)
    {
        try
        {
            await producer.SendAsync(new Message("no such topic!", "lost"));
        }
        catch (OnsInvalidException error)
        {
            Console.WriteLine($"{error.Name}: {error.Message}");
        }
    }

    // Reads all that the queues hold, at most for 30 s.
    private static async Task<int> PullAsync(IPullConsumer consumer, int expected)
    {
        IReadOnlyList<Partition> partitions = await consumer.GetPartitionsAsync(Topic);
        consumer.Assign(partitions);
        foreach (Partition partition in partitions)
        {
            consumer.SeekToBeginning(partition);
        }
        var ids = new HashSet<string>();
        var watch = Stopwatch.StartNew();
        while (ids.Count < expected && watch.Elapsed < TimeSpan.FromSeconds(120))
        {
            ids.UnionWith((await consumer.PollAsync(TimeSpan.FromSeconds(1))).Select(message => message.MessageId));
        }
        await consumer.CommitAsync();
        return ids.Count;
    }
}
