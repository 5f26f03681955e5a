using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>Programs that tests start as processes of their own: child NAME ENDPOINT [ARGUMENT...].</summary>
    internal static class Children
    {
        private static string endpoint = "";

        internal static async Task<int> RunAsync(string name, string[] arguments)
        {
            endpoint = arguments[0];
            switch (name)
            {
                case "faults": return await FaultsAsync();
                case "collector": return await CollectorAsync();
                case "wait": return await WaitAsync();
                case "interrupt": return await InterruptAsync();
                case "open": return await OpenAsync(int.Parse(arguments[1]));
                case "exit-in-handler": return await ExitInHandlerAsync();
                case "unhandled": return await UnhandledAsync();
                case "rounds": return await RoundsAsync(int.Parse(arguments[1]));
                case "log-folder": return LogFolder(arguments[1]);
                case "late-log-folder": return LogFolder("") + LogFolder(arguments[1]);
                case "forgotten": return await ForgottenAsync();
                case "echo": return await EchoAsync();
                case "environment": return ShowEnvironment();
                case "log": return await LogAsync();
                case "no-runtime": return NoRuntime(arguments.Length > 1 && arguments[1] == "few-files");
                default: throw new ArgumentException("no such program: " + name);
            }
        }

        private static T Configured<T>(T options) where T : ClientOptions
        {
            options.Endpoint = endpoint;
            options.AccessKey = "any";
            options.SecretKey = "any";
            options.GroupId = Fixture.Name("GID_child");
            return options;
        }

        private static async Task<Producer> ProducerAsync()
        {
            var producer = new Producer(Configured(new ProducerOptions()));
            await producer.StartAsync();
            return producer;
        }

        private static async Task<Consumer> ConsumerAsync(
            string topic, Func<ReceivedMessage, ConsumeResult> handler)
        {
            var consumer = new Consumer(Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, "*", handler);
            await consumer.StartAsync();
            return consumer;
        }

        // Faults that .NET turns into exceptions, on any thread: Java has taken the signals they begin with.
        private static async Task<int> FaultsAsync()
        {
            const int times = 1000;
            CatchFaults(times);
            string topic = Fixture.Name("faults");
            int handled = 0;
            using var all = new CountdownEvent(times);
            await using Consumer consumer = await ConsumerAsync(topic, message =>
            {
                CatchFaults(1);
                Interlocked.Increment(ref handled);
                all.Signal();
                return ConsumeResult.Success;
            });
            await using Producer producer = await ProducerAsync();
            // While Java works, which meets null checks and collections of its own.
            var threads = Enumerable.Range(0, 4).Select(i => new Thread(() => CatchFaults(times / 4))).ToList();
            threads.ForEach(thread => thread.Start());
            for (int i = 0; i < times; i += 100)
            {
                await Task.WhenAll(
                    Enumerable.Range(i, 100).Select(n => producer.SendAsync(new Message(topic, $"{n}"))));
            }
            threads.ForEach(thread => thread.Join());
            if (!all.Wait(Check.Deadline))
            {
                return 1;
            }
            await consumer.CloseAsync();
            await producer.CloseAsync();
            CatchFaults(times);
            await OnsRuntime.CloseAsync();
            CatchFaults(times);
            Console.WriteLine($"handled {handled}");
            return 0;
        }

        private static void CatchFaults(int times)
        {
            string? nothing = null;
            int zero = 0;
            int caught = 0;
            for (int i = 0; i < times; i++)
            {
                try
                {
                    caught -= nothing!.Length;
                }
                catch (NullReferenceException)
                {
                    caught++;
                }
                try
                {
                    caught -= 1 / zero;
                }
                catch (DivideByZeroException)
                {
                    caught++;
                }
            }
            if (caught != 2 * times)
            {
                throw new CheckFailedException($"{caught} faults were caught of {2 * times}");
            }
        }

        // Both collectors at work while callbacks of every kind are on their way.
        private static async Task<int> CollectorAsync()
        {
            string topic = Fixture.Name("collector");
            using var all = new CountdownEvent(3000);
            await using Consumer consumer = await ConsumerAsync(topic, message =>
            {
                GC.Collect(0);
                all.Signal();
                return ConsumeResult.Success;
            });
            await using Producer producer = await ProducerAsync();
            using var stop = new CancellationTokenSource();
            Task collecting = Task.Run(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }
            });
            for (int i = 0; i < 3000; i += 500)
            {
                await Task.WhenAll(Enumerable.Range(i, 500).Select(
                    n => producer.SendAsync(new Message(topic, new byte[n + 1]) { Tag = "Tag", Key = $"{n}" })));
            }
            bool handled = all.Wait(Check.Deadline);
            stop.Cancel();
            await collecting;
            return handled ? 0 : 1;
        }

        private static async Task<int> WaitAsync()
        {
            await OpenBusyAsync();
            AppDomain.CurrentDomain.ProcessExit += (sender, e) => Console.WriteLine("process exit");
            Console.WriteLine("ready");
            await Task.Delay(Timeout.Infinite);
            return 1;
        }

        private static async Task<int> InterruptAsync()
        {
            await OpenBusyAsync();
            var interrupted = new TaskCompletionSource<bool>();
            Console.CancelKeyPress += (sender, e) =>
            {
                e.Cancel = true;
                interrupted.TrySetResult(true);
            };
            Console.WriteLine("ready");
            await interrupted.Task;
            Console.WriteLine("interrupted");
            return 7;
        }

        private static async Task<int> OpenAsync(int exitCode)
        {
            await OpenBusyAsync();
            return exitCode;
        }

        // Clients of which nobody closes any, with handlers at work.
        private static async Task OpenBusyAsync()
        {
            string topic = Fixture.Name("busy");
            using var some = new CountdownEvent(50);
            await ConsumerAsync(topic, message =>
            {
                if (!some.IsSet)
                {
                    some.Signal();
                }
                return ConsumeResult.Success;
            });
            Producer producer = await ProducerAsync();
            new Thread(() =>
            {
                try
                {
                    for (int i = 0; ; i++)
                    {
                        producer.Send(new Message(topic, $"{i}"));
                    }
                }
                catch (OnsException e) when (e.IsClosed)
                {
                    // The process ends.
                }
            })
            { IsBackground = true }.Start();
            some.Wait(Check.Deadline);
        }

        private static async Task<int> ExitInHandlerAsync()
        {
            string topic = Fixture.Name("exit");
            // The handler never returns, so the end waits for it as long as it may.
            ConsumerOptions options = Configured(new ConsumerOptions { ShutdownTimeout = TimeSpan.FromSeconds(1) });
            var consumer = new Consumer(options);
            consumer.Subscribe(topic, "*", message =>
            {
                Environment.Exit(9);
                return ConsumeResult.Success;
            });
            await consumer.StartAsync();
            Producer producer = await ProducerAsync();
            producer.Send(new Message(topic, "body"));
            await Task.Delay(Timeout.Infinite);
            return 1;
        }

        private static async Task<int> UnhandledAsync()
        {
            await OpenBusyAsync();
            var thread = new Thread(() => throw new FormatException("on purpose"));
            thread.Start();
            thread.Join();
            return 1;
        }

        // What a client left behind would add up; what comes and goes with the work of the runtimes does not.
        private static async Task<int> RoundsAsync(int rounds)
        {
            const int comesAndGoes = 10;
            (int Threads, int Files) settled = default;
            for (int i = 0; i < rounds; i++)
            {
                await using (var consumer = new Consumer(Configured(new ConsumerOptions())))
                await using (Producer producer = await ProducerAsync())
                {
                    consumer.Subscribe("rounds", "*", message => ConsumeResult.Success);
                    await consumer.StartAsync();
                    await producer.SendAsync(new Message("rounds", $"{i}"));
                }
                if (i == rounds / 3)
                {
                    settled = Resources();
                }
            }
            var watch = System.Diagnostics.Stopwatch.StartNew();
            (int Threads, int Files) now;
            do
            {
                await Task.Delay(100);
                now = Resources();
            }
            while ((now.Threads > settled.Threads + comesAndGoes || now.Files > settled.Files + comesAndGoes)
                && watch.Elapsed < Check.Deadline);
            Console.WriteLine($"threads and files {settled} then {now}");
            return watch.Elapsed < Check.Deadline ? 0 : 1;
        }

        private static (int Threads, int Files) Resources() =>
            (Directory.GetDirectories("/proc/self/task").Length, Directory.GetFiles("/proc/self/fd").Length);

        private static int LogFolder(string folder)
        {
            var property = new ons.ONSFactoryProperty();
            property.setFactoryProperty(ons.ONSFactoryProperty.NAMESRV_ADDR, "127.0.0.1:1");
            property.setFactoryProperty(ons.ONSFactoryProperty.AccessKey, "any");
            property.setFactoryProperty(ons.ONSFactoryProperty.SecretKey, "any");
            property.setFactoryProperty(ons.ONSFactoryProperty.LogPath, folder);
            property.setFactoryProperty("ons.startTimeoutMillis", "5000");
            ons.Producer producer = ons.ONSFactory.getInstance().createProducer(property);
            try
            {
                producer.start();
                return 1;
            }
            catch (ons.ONSClientException e)
            {
                Console.WriteLine(e.what());
                return 0;
            }
        }

        // A log callback may fail; later records still come to it.
        private static async Task<int> LogAsync()
        {
            var logged = new Inbox<string>();
            int failures = 0;
            OnsRuntime.UseLog(OnsLogLevel.Trace, record =>
            {
                if (Interlocked.Increment(ref failures) <= 2)
                {
                    throw new FormatException("on purpose");
                }
                logged.Put(record.Text);
            });
            await using Producer producer = await ProducerAsync();
            await producer.SendAsync(new Message("log", "body"));
            await producer.CloseAsync();
            await logged.TakeAsync();
            return 0;
        }

        private static int ShowEnvironment()
        {
            try
            {
                var options = new ConsumerOptions { AccessKey = "option" };
                options.Properties["GROUP_ID"] = "GID_property";
                Console.WriteLine(string.Join(
                    " ", new[] { "NAMESRV_ADDR", "GROUP_ID", "AccessKey", "consumeTimeout" }
                        .Select(key => $"{key}={options.ToProperties()[key]}")));
                return 0;
            }
            catch (OnsInvalidException e)
            {
                Console.WriteLine(e.Message);
                return 1;
            }
        }

        // The runtime cannot start; the process goes on.
        private static int NoRuntime(bool fewFiles)
        {
            if (fewFiles)
            {
                ulong files = (ulong)Directory.GetFiles("/proc/self/fd").Length + 20;
                var limit = new ResourceLimit { Current = files, Most = files };
                Check.Equal(0, setrlimit(NumberOfFiles, ref limit));
            }
            for (int i = 0; i < 2; i++)
            {
                var error = Check.Throws<OnsFatalException>(() => new Producer(Configured(new ProducerOptions())));
                Check.Equal(OnsStatus.Runtime, error.Status);
                Console.WriteLine(error.Message);
            }
            return 0;
        }

        private const int NumberOfFiles = 7;

        [System.Runtime.InteropServices.DllImport("libc")]
        private static extern int setrlimit(int resource, ref ResourceLimit limit);

        private struct ResourceLimit
        {
            internal ulong Current;
            internal ulong Most;
        }

        private static async Task<int> ForgottenAsync()
        {
            WeakReference handle = await ForgetAsync();
            for (int i = 0; i < 100 && OnsRuntime.Describe().Contains("Producer"); i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Delay(50);
            }
            return handle.IsAlive || OnsRuntime.Describe().Contains("Producer") ? 1 : 0;
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        private static async Task<WeakReference> ForgetAsync()
        {
            Producer producer = await ProducerAsync();
            await producer.SendAsync(new Message("forgotten", "body"));
            return new WeakReference(producer);
        }

        private static async Task<int> EchoAsync()
        {
            OnsRuntime.Open(new RuntimeOptions { Echo = true });
            OnsRuntime.Open(new RuntimeOptions { Echo = true });
            Check.Throws<OnsStateException>(() => OnsRuntime.Open(new RuntimeOptions()));
            Check.Throws<OnsInvalidException>(() => OnsRuntime.Open(new RuntimeOptions { MaxHeapMiB = -1 }));
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync("echo", message =>
            {
                inbox.Put(message);
                return ConsumeResult.Success;
            });
            await using Producer producer = await ProducerAsync();
            await producer.SendAsync(new Message("echo", "🚀") { Properties = { ["a"] = "b" } });
            Check.Equal("🚀", (await inbox.TakeAsync()).BodyText);
            await OnsRuntime.CloseAsync();
            await OnsRuntime.CloseAsync();
            Check.Throws<OnsClosedException>(() => producer.Send(new Message("echo", "closed")));
            Check.Throws<OnsClosedException>(() => new Producer(Configured(new ProducerOptions())));
            return 0;
        }
    }
}
