// Measures the client against a server: one line of JSON for each measure and round.
//   bench --endpoint 127.0.0.1:8081 --count 100000 --bytes 1024 --in-flight 1024 --rounds 3
// Names: start (from the first call to the first acknowledged send; bytes: memory that this added to the process),
// send-sync (one thread, a fiftieth of the count), send-async (bounded in flight), listener (a backlog of count
// messages). The first rounds warm up both virtual machines.
using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client;

internal static class Program
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static string endpoint = "127.0.0.1:8081";
    private static int count = 100_000;
    private static int bytes = 1024;
    private static int inFlight = 1024;
    private static int rounds = 3;

    private static async Task<int> Main(string[] arguments)
    {
        if (!Parse(arguments))
        {
            Console.Error.WriteLine(
                "usage: bench [--endpoint HOST:PORT] [--count N] [--bytes N] [--in-flight N] [--rounds N], N from 1");
            return 2;
        }
        try
        {
            await MeasureAsync();
            await OnsRuntime.CloseAsync();
            return 0;
        }
        catch (OnsException error)
        {
            Console.Error.WriteLine($"{error.Name}: {error.Message}");
            return 1;
        }
    }

    private static bool Parse(string[] arguments)
    {
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (arguments[i])
            {
                case "--endpoint" when value.Length > 0:
                    endpoint = value;
                    break;
                case "--count" when isNumber && number > 0:
                    count = number;
                    break;
                case "--bytes" when isNumber && number > 0:
                    bytes = number;
                    break;
                case "--in-flight" when isNumber && number > 0:
                    inFlight = number;
                    break;
                case "--rounds" when isNumber && number > 0:
                    rounds = number;
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    private static async Task MeasureAsync()
    {
        string topic = "bench_dotnet_" + Guid.NewGuid().ToString("N").Substring(0, 8);
        long before = ResidentBytes();
        var watch = Stopwatch.StartNew();
        await using Producer producer = new Producer(Configured(new ProducerOptions { SendMsgTimeout = Longest }));
        await producer.StartAsync();
        await producer.SendAsync(new Message(topic, new byte[bytes]));
        Report("start", 1, 1, watch.Elapsed, ResidentBytes() - before);
        for (int round = 1; round <= rounds; round++)
        {
            int few = Math.Max(1, count / 50);
            watch.Restart();
            for (int i = 0; i < few; i++)
            {
                producer.Send(new Message(topic, new byte[bytes]));
            }
            Report("send-sync", round, few, watch.Elapsed, (long)few * bytes);
            watch.Restart();
            await SendAllAsync(producer, topic);
            Report("send-async", round, count, watch.Elapsed, (long)count * bytes);
            await ListenAsync(producer, $"{topic}_{round}", round);
        }
    }

    private static async Task ListenAsync(Producer producer, string topic, int round)
    {
        using var all = new CountdownEvent(count);
        // The group is known from its first start on, and then gets what was sent while it was away.
        await using (Consumer first = Consumer(topic, all))
        {
            await first.StartAsync();
        }
        await SendAllAsync(producer, topic);
        await using Consumer measured = Consumer(topic, all);
        var watch = Stopwatch.StartNew();
        await measured.StartAsync();
        if (!all.Wait(Longest))
        {
            throw new TimeoutException($"{all.CurrentCount} messages did not come within {Longest}");
        }
        Report("listener", round, count, watch.Elapsed, (long)count * bytes);
    }

    private static Consumer Consumer(string topic, CountdownEvent all)
    {
        var consumer = new Consumer(Configured(new ConsumerOptions { GroupId = "GID_" + topic }));
        consumer.Subscribe(topic, Filter.All, message =>
        {
            all.Signal();
            return ConsumeResult.Success;
        });
        return consumer;
    }

    private static async Task SendAllAsync(Producer producer, string topic)
    {
        using var room = new SemaphoreSlim(inFlight);
        var failed = new TaskCompletionSource<bool>();
        for (int i = 0; i < count; i++)
        {
            await room.WaitAsync();
            _ = ReleaseAsync(producer.SendAsync(new Message(topic, new byte[bytes])), room, failed);
        }
        for (int i = 0; i < inFlight; i++)
        {
            await room.WaitAsync();
        }
        failed.TrySetResult(true);
        await failed.Task;
    }

    private static async Task ReleaseAsync(
        Task<SendResult> send, SemaphoreSlim room, TaskCompletionSource<bool> failed)
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

    private static void Report(string name, int round, int messages, TimeSpan time, long size) =>
        Console.WriteLine(FormattableString.Invariant(
            $"{{\"name\":\"{name}\",\"round\":{round},\"messages\":{messages},\"seconds\":{time.TotalSeconds:F6},")
            + FormattableString.Invariant($"\"bytes\":{size}}}"));
}
