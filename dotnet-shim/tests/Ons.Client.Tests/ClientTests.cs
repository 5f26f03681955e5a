using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: the life of every kind of client, and what it needs to begin.</summary>
    internal static class ClientTests
    {
        private static readonly Func<string, MessagingClient>[] Kinds =
        {
            group => new Producer(Configured(new ProducerOptions(), group)),
            group => new OrderProducer(Configured(new ProducerOptions(), group)),
            group => new TransactionProducer(
                Configured(new TransactionProducerOptions(), group),
                (half, cancellation) => Task.FromResult(TransactionStatus.Unknown)),
            group => new Consumer(Configured(new ConsumerOptions(), group)),
            group => new OrderConsumer(Configured(new OrderConsumerOptions(), group)),
            group => new BatchConsumer(Configured(new BatchConsumerOptions(), group)),
            group => new PullConsumer(Configured(new PullConsumerOptions(), group)),
        };

        [Test("F-001", "F-004", "F-006")]
        private static async Task A_client_of_any_kind_starts_once_and_closes_for_good()
        {
            foreach (Func<string, MessagingClient> make in Kinds)
            {
                await using MessagingClient client = make(Name("GID_life"));
                await Check.Within(client.StartAsync());
                await Check.Within(client.StartAsync());
                Check.Contains(Fixture.Broker.Endpoint, client.Describe());
                await Check.Within(client.CloseAsync());
                await Check.Within(client.CloseAsync());
                var error = await Check.ThrowsAsync<OnsClosedException>(() => client.StartAsync());
                Check.True(error.IsClosed, client.GetType().Name);
                Check.Throws<OnsClosedException>(() => client.Describe());
            }
        }

        [Test("F-002")]
        private static void A_client_without_address_or_credentials_is_refused()
        {
            foreach (string key in new[] { "NAMESRV_ADDR", "AccessKey", "SecretKey" })
            {
                ProducerOptions options = Configured(new ProducerOptions());
                options.Endpoint = key == "NAMESRV_ADDR" ? null : options.Endpoint;
                options.AccessKey = key == "AccessKey" ? null : options.AccessKey;
                options.SecretKey = key == "SecretKey" ? null : options.SecretKey;
                Check.Contains(key, Check.Throws<OnsInvalidException>(() => new Producer(options)).Message);
            }
            Check.Throws<ArgumentNullException>(() => new Producer(null!));
        }

        [Test("F-002")]
        private static void A_value_out_of_range_is_refused_by_key_value_and_range()
        {
            ConsumerOptions options =
                Configured(new ConsumerOptions { RequestTimeout = TimeSpan.FromMilliseconds(99) });
            string message = Check.Throws<OnsInvalidException>(() => new Consumer(options)).Message;
            Check.Contains("ons.requestTimeoutMillis", message);
            Check.Contains("'99'", message);
        }

        [Test("F-003", "F-006")]
        private static async Task A_client_sends_only_between_start_and_close()
        {
            var message = new Message(Topic(), "body") { ShardingKey = "key" };
            var producer = new Producer(Configured(new ProducerOptions()));
            var ordered = new OrderProducer(Configured(new ProducerOptions()));
            await Check.ThrowsAsync<OnsStateException>(() => producer.SendAsync(message));
            Check.Throws<OnsStateException>(() => producer.Send(message));
            await Check.ThrowsAsync<OnsStateException>(() => ordered.SendAsync(message));
            await producer.CloseAsync();
            await ordered.CloseAsync();
            await Check.ThrowsAsync<OnsClosedException>(() => producer.SendAsync(message));
            Check.Throws<OnsClosedException>(() => producer.Send(message));
            await Check.ThrowsAsync<OnsClosedException>(() => ordered.SendAsync(message));
        }

        [Test]
        private static async Task A_server_that_is_not_there_makes_the_start_fail_in_its_time()
        {
            ProducerOptions options = Configured(new ProducerOptions { StartTimeout = TimeSpan.FromSeconds(1) });
            options.Endpoint = "127.0.0.1:1";
            await using var producer = new Producer(options);
            var error = await Check.ThrowsAsync<OnsUnreachableException>(() => producer.StartAsync());
            Check.Contains("127.0.0.1:1", error.Message);
            Check.True(error.IsRetryable, "it may succeed later");
        }

        [Test("F-012")]
        private static async Task An_address_may_begin_with_http()
        {
            ProducerOptions options = Configured(new ProducerOptions());
            options.Endpoint = "http://" + options.Endpoint;
            await using Producer producer = await StartedAsync(new Producer(options));
            producer.Send(new Message(Topic(), "body"));
        }

        [Test("F-013")]
        private static async Task The_same_topic_in_two_instances_is_two_topics()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            ConsumerOptions consuming = Configured(new ConsumerOptions { InstanceId = "MQ_INST_1_A" });
            await using Consumer consumer = await ConsumerAsync(topic, inbox, "*", consuming);
            foreach (string? instance in new[] { null, "MQ_INST_2_B", "MQ_INST_1_A" })
            {
                ProducerOptions options = Configured(new ProducerOptions { InstanceId = instance });
                await using Producer producer = await StartedAsync(new Producer(options));
                producer.Send(new Message(topic, instance ?? "none"));
            }
            Check.Equal("MQ_INST_1_A", (await inbox.TakeAsync()).BodyText);
            Check.Equal(0, inbox.Count, "messages of others");
        }

        [Test("F-026")]
        private static async Task A_wrong_secret_is_refused_and_a_right_one_may_follow()
        {
            using var broker = new Broker(users:
                "{\"users\": [{\"accessKey\": \"me\", \"secretKey\": \"right\", \"topics\": {\"*\": \"both\"}}]}");
            var options = new ProducerOptions { Endpoint = broker.Endpoint, AccessKey = "me", SecretKey = "wrong" };
            await using var producer = new Producer(options);
            await Check.ThrowsAsync<OnsDeniedException>(async () =>
            {
                await producer.StartAsync();
                await producer.SendAsync(new Message("topic", "body"));
            });
            producer.UpdateCredentials("me", "right");
            await Check.Within(producer.StartAsync());
            await Check.Within(producer.SendAsync(new Message("topic", "body")));
        }

        [Test]
        private static void Options_become_properties_in_their_units()
        {
            IReadOnlyDictionary<string, string> properties = new BatchConsumerOptions
            {
                ConsumeTimeout = TimeSpan.FromMinutes(2),
                BatchConsumeMaxAwaitDuration = TimeSpan.FromSeconds(2),
                RequestTimeout = TimeSpan.FromSeconds(1.5),
                MaxCachedMessageSizeInMiB = 16,
                ShutdownTimeout = TimeSpan.FromSeconds(2),
                MessageModel = "BROADCASTING",
                Properties = { ["ons.tls"] = "off", ["AccessKey"] = "overridden" },
                AccessKey = "wins",
            }.ToProperties();
            Check.Equal("2", properties["consumeTimeout"]);
            Check.Equal("2", properties["batchConsumeMaxAwaitDurationInSeconds"]);
            Check.Equal("1500", properties["ons.requestTimeoutMillis"]);
            Check.Equal("16", properties["maxCachedMessageSizeInMiB"]);
            string text = Check.Throws<OnsInvalidException>(
                () => new ConsumerOptions { ConsumeTimeout = TimeSpan.FromSeconds(90) }.ToProperties()).Message;
            Check.Contains("ConsumeTimeout is 00:01:30; it must be a multiple of 00:01:00", text);
            Check.Equal("2000", properties["ons.shutdownTimeoutMillis"]);
            Check.Equal("BROADCASTING", properties["MessageModel"]);
            Check.Equal("off", properties["ons.tls"]);
            Check.Equal("wins", properties["AccessKey"]);
        }

        [Test]
        private static async Task The_environment_has_what_neither_options_nor_properties_set()
        {
            string names = "ONSCLIENT_ENDPOINT=127.0.0.1:1 ONSCLIENT_GROUP_ID=GID_environment"
                + " ONSCLIENT_CONSUME_TIMEOUT=120000 ONSCLIENT_ACCESS_KEY=environment";
            var environment = new Dictionary<string, string?>();
            foreach (string pair in names.Split(' '))
            {
                string[] parts = pair.Split('=');
                environment[parts[0]] = parts[1];
            }
            using Child child = Child.Of("environment", environment);
            string output = (await child.EndAsync()).With(0).Output;
            Check.Contains("NAMESRV_ADDR=127.0.0.1:1 GROUP_ID=GID_property AccessKey=option consumeTimeout=2", output);
            environment["ONSCLIENT_CONSUME_TIMEOUT"] = "2 minutes";
            using Child other = Child.Of("environment", environment);
            Check.Contains(
                "ONSCLIENT_CONSUME_TIMEOUT is '2 minutes'; it must be milliseconds",
                (await other.EndAsync()).With(1).Output);
        }

        [Test]
        private static void An_error_found_here_is_named_by_its_status()
        {
            Check.Equal("ONS_E_STATE", new OnsError(OnsStatus.State, "not now").Name);
            Check.Equal("ONS_E_TIMEOUT", new OnsError(OnsStatus.Timeout, "too late").ToException().Name);
        }

        [Test]
        private static async Task Descriptions_mask_secrets_and_statistics_count()
        {
            ProducerOptions options = Configured(new ProducerOptions());
            options.SecretKey = "very-secret";
            await using Producer producer = await StartedAsync(new Producer(options));
            Check.True(!producer.Describe().Contains("very-secret"), "the secret is masked");
            Check.True(OnsRuntime.Describe().Length > 0, "the library describes itself");
            Check.True(OnsRuntime.Supports("send.recall") && !OnsRuntime.Supports("no.such"), "features are known");
        }
    }
}
