using System;
using System.Threading.Tasks;
using static Ons.Client.Tests.Fixture;

namespace Ons.Client.Tests
{
    /// <summary>Goal: a half message is seen only when its transaction commits, whoever decides that.</summary>
    internal static class TransactionTests
    {
        [Test("F-100")]
        private static async Task A_half_message_is_invisible_until_it_is_committed()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            await using Producer marker = await ProducerAsync();
            await using TransactionProducer producer = await TransactionProducerAsync(TransactionStatus.Unknown);
            SendResult sent = await Check.Within(producer.SendAsync(
                new Message(topic, "paid"), async (half, cancellation) =>
                {
                    Check.True(half.MessageId.Length > 0, "the half message has its id");
                    await marker.SendAsync(new Message(topic, "marker"));
                    Check.Equal("marker", (await inbox.TakeAsync()).BodyText);
                    Check.Equal(0, inbox.Count, "half messages seen");
                    return TransactionStatus.Commit;
                }));
            ReceivedMessage received = await inbox.TakeAsync();
            Check.Equal("paid", received.BodyText);
            Check.Equal(sent.MessageId, received.MessageId);
        }

        [Test]
        private static async Task A_rollback_is_an_exception_of_its_own()
        {
            await using TransactionProducer producer = await TransactionProducerAsync(TransactionStatus.Unknown);
            Check.Throws<OnsRolledBackException>(
                () => producer.Send(new Message(Topic(), "no money"), half => TransactionStatus.Rollback));
        }

        [Test("F-102", "F-105")]
        private static async Task What_an_executer_left_open_the_checker_decides()
        {
            string topic = Topic();
            var inbox = new Inbox<ReceivedMessage>();
            var asked = new Inbox<string>();
            await using Consumer consumer = await ConsumerAsync(topic, inbox);
            await using TransactionProducer producer = await TransactionProducerAsync(TransactionStatus.Commit, asked);
            producer.Send(new Message(topic, "unknown"), half => TransactionStatus.Unknown);
            Check.Equal("unknown", await asked.TakeAsync());
            Check.Equal("unknown", (await inbox.TakeAsync()).BodyText);

            var thrown = await Check.ThrowsAsync<FormatException>(() => producer.SendAsync(
                new Message(topic, "thrown"), (half, cancellation) => throw new FormatException("on purpose")));
            Check.Equal("on purpose", thrown.Message);
            Check.Equal("thrown", await asked.TakeAsync());
            Check.Equal("thrown", (await inbox.TakeAsync()).BodyText);
        }

        [Test]
        private static async Task A_decision_that_comes_too_late_is_an_error()
        {
            foreach (TransactionStatus checkedAs in new[] { TransactionStatus.Rollback, TransactionStatus.Commit })
            {
                // given: a checker that decides while the executer still runs
                string topic = Topic();
                var asked = new Inbox<string>();
                bool rolledBack = checkedAs == TransactionStatus.Rollback;
                await using TransactionProducer producer = await TransactionProducerAsync(checkedAs, asked);
                // when
                var error = await Check.ThrowsAsync<OnsException>(() => producer.SendAsync(
                    new Message(topic, "late"), async (half, cancellation) =>
                    {
                        Check.Equal("late", await asked.TakeAsync());
                        // The question about this one comes a second later, long after the answer about the first.
                        producer.Send(new Message(topic, "after"), unknown => TransactionStatus.Unknown);
                        while (await asked.TakeAsync() != "after")
                        {
                        }
                        return rolledBack ? TransactionStatus.Commit : TransactionStatus.Rollback;
                    }));
                // then
                Check.Equal(rolledBack, error is OnsRolledBackException, "rolled back");
                Check.Equal(rolledBack ? "TRANSACTION_ROLLED_BACK" : "INVALID_TRANSACTION_ID", error.Name);
                Check.Contains("while the executer still ran", error.Message);
            }
        }

        private static async Task<TransactionProducer> TransactionProducerAsync(
            TransactionStatus answer, Inbox<string>? asked = null) =>
            await StartedAsync(new TransactionProducer(
                Configured(new TransactionProducerOptions { CheckImmunityTime = TimeSpan.FromSeconds(1) }),
                (half, cancellation) =>
                {
                    asked?.Put(half.BodyText);
                    return Task.FromResult(answer);
                }));
    }
}
