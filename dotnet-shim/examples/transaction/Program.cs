// Sends three messages in transactions: one commits, one rolls back, one is left to the checker.
// transaction [address]
using System;
using System.Threading;
using System.Threading.Tasks;
using Ons.Client;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var options = new TransactionProducerOptions
        {
            Endpoint = arguments.Length > 0 ? arguments[0] : "127.0.0.1:8081",
            AccessKey = "any",
            SecretKey = "any",
            GroupId = "GID_transaction",
            CheckImmunityTime = TimeSpan.FromSeconds(1),
        };
        try
        {
            var asked = new TaskCompletionSource<string>();
            await using var producer = new TransactionProducer(options, (half, cancellation) =>
            {
                asked.TrySetResult(half.BodyText);
                return Task.FromResult(TransactionStatus.Commit);
            });
            await producer.StartAsync();

            SendResult paid = await producer.SendAsync(new Message("transaction", "paid"), Commit);
            Console.WriteLine($"committed {paid.MessageId}");
            try
            {
                await producer.SendAsync(new Message("transaction", "no money"), Rollback);
            }
            catch (OnsRolledBackException error)
            {
                Console.WriteLine($"rolled back: {error.Message}");
            }
            SendResult open = await producer.SendAsync(new Message("transaction", "perhaps"), Leave);
            Console.WriteLine($"left open {open.MessageId}");

            if (await Task.WhenAny(asked.Task, Task.Delay(TimeSpan.FromSeconds(120))) != asked.Task)
            {
                Console.Error.WriteLine("the server did not ask within 120 s");
                return 1;
            }
            Console.WriteLine($"asked about: {await asked.Task}");
            return 0;
        }
        catch (OnsException error)
        {
            Console.Error.WriteLine($"{error.Name}: {error.Message}");
            return 1;
        }
    }

    private static Task<TransactionStatus> Commit(ReceivedMessage half, CancellationToken cancellation) =>
        Task.FromResult(TransactionStatus.Commit);

    private static Task<TransactionStatus> Rollback(ReceivedMessage half, CancellationToken cancellation) =>
        Task.FromResult(TransactionStatus.Rollback);

    private static Task<TransactionStatus> Leave(ReceivedMessage half, CancellationToken cancellation) =>
        Task.FromResult(TransactionStatus.Unknown);
}
