// Measures the client against a server: one line of JSON per measure.
//   bench ENDPOINT [--messages N] [--bytes N] [--measure NAME]
// Measures: start, send-async, send-sync, listen. Rates are messages / seconds.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client;

internal static class Program
{
    private const int SynchronousThreads = 64;
    private const int InFlight = 5000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static string endpoint = "";
    private static int messages = 100_000;
    private static int bytes = 1024;

    private static async Task<int> Main(string[] arguments)
    {
        string measure = "";
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--messages":
                    messages = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--bytes":
                    bytes = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--measure":
                    measure = arguments[++i];
                    break;
                default:
                    endpoint = arguments[i];
                    break;
            }
        }
        var measures = new Dictionary<string, Func<Task>>
        {
            ["start"] = StartAsync,
            ["send-async"] = SendAsync,
            ["send-sync"] = SendSynchronouslyAsync,
            ["listen"] = ListenAsync,
        };
        if (endpoint.Length == 0 || (measure.Length > 0 && !measures.ContainsKey(measure)))
        {
            Console.Error.WriteLine(
                $"usage: bench ENDPOINT [--messages N] [--bytes N] [--measure {string.Join("|", measures.Keys)}]");
            return 2;
        }
        try
        {
            foreach (var one in measures.Where(one => measure.Length == 0 || one.Key == measure))
            {
                await one.Value();
            }
            await OnsRuntime.CloseAsync();
            return 0;
        }
        catch (OnsException error)
        {
            Console.Error.WriteLine($"{error.Name}: {error.Message}");
            return 1;
        }
    }

    // From nothing to the first message that is stored, and the memory that this adds; only in a process of its own.
    private static async Task StartAsync()
    {
        long before = ResidentBytes();
        var watch = Stopwatch.StartNew();
        await using Producer producer = await ProducerAsync();
        await producer.SendAsync(new Message("bench-start", new byte[bytes]));
        double seconds = watch.Elapsed.TotalSeconds;
        Report("start", 1, seconds, ResidentBytes() - before);
    }

    private static async Task SendAsync()
    {
        await using Producer producer = await ProducerAsync();
        await SendAllAsync(producer, "bench-warm-up", messages / 10);
        var watch = Stopwatch.StartNew();
        await SendAllAsync(producer, "bench-async", messages);
        Report("send-async", messages, watch.Elapsed.TotalSeconds, (long)messages * bytes);
    }

    private static async Task SendSynchronouslyAsync()
    {
        await using Producer producer = await ProducerAsync();
        int each = messages / 10 / SynchronousThreads;
        SendOnThreads(producer, "bench-warm-up", Math.Max(1, each / 10));
        var watch = Stopwatch.StartNew();
        SendOnThreads(producer, "bench-sync", each);
        int sent = each * SynchronousThreads;
        Report("send-sync", sent, watch.Elapsed.TotalSeconds, (long)sent * bytes);
    }

    private static async Task ListenAsync()
    {
        string topic = "bench-listen-" + Guid.NewGuid().ToString("N").Substring(0, 8);
        using var all = new CountdownEvent(messages);
        await using var consumer = new Consumer(Configured(new ConsumerOptions { Group = "GID_" + topic }));
        consumer.Subscribe(topic, Filter.All, message =>
        {
            all.Signal();
            return ConsumeResult.Success;
        });
        // The group is known from its first start on, and then gets what was sent while it was away.
        await consumer.StartAsync();
        await consumer.CloseAsync();
        await using Producer producer = await ProducerAsync();
        await SendAllAsync(producer, topic, messages);

        await using var measured = new Consumer(Configured(new ConsumerOptions { Group = "GID_" + topic }));
        measured.Subscribe(topic, Filter.All, message =>
        {
            all.Signal();
            return ConsumeResult.Success;
        });
        var watch = Stopwatch.StartNew();
        await measured.StartAsync();
        if (!all.Wait(Longest))
        {
            throw new TimeoutException($"{all.CurrentCount} messages did not come within {Longest}");
        }
        Report("listen", messages, watch.Elapsed.TotalSeconds, (long)messages * bytes);
    }

    private static async Task SendAllAsync(Producer producer, string topic, int count)
    {
        using var room = new SemaphoreSlim(InFlight);
        var message = new Message(topic, new byte[bytes]);
        var failed = new TaskCompletionSource<bool>();
        for (int i = 0; i < count; i++)
        {
            await room.WaitAsync();
            _ = ReleaseAsync(producer.SendAsync(message), room, failed);
        }
        for (int i = 0; i < InFlight; i++)
        {
            await room.WaitAsync();
        }
        failed.TrySetResult(true);
        await failed.Task;
    }

    private static async Task ReleaseAsync(
        Task<SendReceipt> send, SemaphoreSlim room, TaskCompletionSource<bool> failed)
    {
        try
        {
            await send.ConfigureAwait(false);
        }
        catch (OnsException e)
        {
            failed.TrySetException(e);
        }
        finally
        {
            room.Release();
        }
    }

    private static void SendOnThreads(Producer producer, string topic, int each)
    {
        var threads = Enumerable.Range(0, SynchronousThreads).Select(n => new Thread(() =>
        {
            var message = new Message(topic, new byte[bytes]);
            for (int i = 0; i < each; i++)
            {
                producer.Send(message);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private static async Task<Producer> ProducerAsync()
    {
        var producer = new Producer(Configured(new ProducerOptions { SendTimeout = Longest }));
        await producer.StartAsync();
        return producer;
    }

    private static T Configured<T>(T options) where T : ClientOptions
    {
        options.Endpoint = endpoint;
        options.AccessKey = "any";
        options.SecretKey = "any";
        return options;
    }

    private static long ResidentBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS:"));
        return 1024 * long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static void Report(string name, int count, double seconds, long size) =>
        Console.WriteLine(FormattableString.Invariant(
            $"{{\"name\": \"{name}\", \"messages\": {count}, \"seconds\": {seconds:F6}, \"bytes\": {size}}}"));
}
