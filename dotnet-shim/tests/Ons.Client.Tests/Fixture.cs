using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace Ons.Client.Tests
{
    /// <summary>What most tests begin with.</summary>
    internal static class Fixture
    {
        internal static Broker Broker { get; set; } = null!;

        /// <summary>How often clients are opened and closed in the test of that.</summary>
        internal static int Rounds { get; set; } = 100;

        /// <summary>A group whose failed messages come again soon.</summary>
        internal const string SoonAgain = "GID_again";

        internal const string Resources =
            "{\"groups\": {\"GID_again\": {\"backoff\": [\"100ms\"]}, \"GID_ordered_again\": {\"ordered\": true}},"
            + " \"topics\": {\"normal-only\": {\"accepts\": \"NORMAL\"}, \"one-queue\": {\"queues\": 1}}}";

        /// <summary>A topic of its own for each test.</summary>
        internal static string Topic([CallerMemberName] string test = "") => Name(test);

        internal static T Configured<T>(T options, string? group = null) where T : ClientOptions
        {
            options.Endpoint = Broker.Endpoint;
            options.AccessKey = "any";
            options.SecretKey = "any";
            options.GroupId = group ?? Name("GID_test");
            return options;
        }

        internal static async Task<T> StartedAsync<T>(T client) where T : IMessagingClient
        {
            await Check.Within(client.StartAsync());
            return client;
        }

        internal static Task<Producer> ProducerAsync() => StartedAsync(new Producer(Configured(new ProducerOptions())));

        internal static Task<OrderProducer> OrderProducerAsync() =>
            StartedAsync(new OrderProducer(Configured(new ProducerOptions())));

        /// <summary>A started consumer whose messages of a topic come to an inbox.</summary>
        internal static async Task<Consumer> ConsumerAsync(
            string topic, Inbox<ReceivedMessage> inbox, string filter = "*", ConsumerOptions? options = null)
        {
            var consumer = new Consumer(options ?? Configured(new ConsumerOptions()));
            consumer.Subscribe(topic, filter, message =>
            {
                inbox.Put(message);
                return ConsumeResult.Success;
            });
            return await StartedAsync(consumer);
        }

        internal static string Name(string prefix) => prefix + "-" + Guid.NewGuid().ToString("N").Substring(0, 8);
    }
}
