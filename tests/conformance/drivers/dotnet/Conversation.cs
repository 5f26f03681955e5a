using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace Conformance
{
    /// <summary>What goes to the runner, and the questions that it has to answer. Safe on any thread.</summary>
    internal sealed class Conversation
    {
        private readonly object outLock = new object();
        private readonly ConcurrentDictionary<long, TaskCompletionSource<Fields>> questions =
            new ConcurrentDictionary<long, TaskCompletionSource<Fields>>();
        private long deliveries;
        private volatile bool ended;

        public void Say(Fields line)
        {
            lock (outLock)
            {
                Console.Out.WriteLine(line);
                Console.Out.Flush();
            }
        }

        /// <summary>Does a command, and answers it by a line.</summary>
        public Func<Fields, Task> Inside { get; set; } = command => Task.CompletedTask;

        /// <summary>Tells what a callback was given, waits for the answer, and does what that says first.</summary>
        public async Task<string> Ask(string question, string client, Fields given)
        {
            Fields answer = await Question(question, client, given).ConfigureAwait(false);
            if (answer.Get("inside.do") != null)
            {
                await Inside(answer.Part("inside.")).ConfigureAwait(false);
            }
            return With(answer);
        }

        /// <summary>Tells what a callback was given; the task has the answer.</summary>
        public Task<Fields> Question(string question, string client, Fields given)
        {
            long delivery = Interlocked.Increment(ref deliveries);
            var answer = new TaskCompletionSource<Fields>(TaskCreationOptions.RunContinuationsAsynchronously);
            questions[delivery] = answer;
            Say(given.Put("event", question).Put("client", client).Put("delivery", delivery));
            // A callback that comes while the clients are being closed has nobody to ask.
            return ended ? Task.FromResult(new Fields().Put("with", "end")) : answer.Task;
        }

        /// <summary>What a callback is to return; throws when it is to throw.</summary>
        public static string With(Fields answer) => answer.Need("with") switch
        {
            "throw" => throw new InvalidOperationException("thrown because the runner said so"),
            "throw-any" => throw new OperationCanceledException("thrown because the runner said so"),
            string with => with,
        };

        public void Answer(Fields command)
        {
            if (!questions.TryRemove(command.Number("delivery"), out TaskCompletionSource<Fields>? question))
            {
                throw new ArgumentException($"there is no delivery to answer: {command}");
            }
            question.SetResult(command);
        }

        /// <summary>Answers all questions, as nobody will any more.</summary>
        public void End()
        {
            ended = true;
            foreach (TaskCompletionSource<Fields> question in questions.Values)
            {
                question.TrySetResult(new Fields().Put("with", "end"));
            }
        }
    }
}
