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
        private readonly ConcurrentDictionary<long, TaskCompletionSource<string>> questions =
            new ConcurrentDictionary<long, TaskCompletionSource<string>>();
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

        /// <summary>Tells what a callback was given, and waits for what it shall answer.</summary>
        public async Task<string> Ask(string question, string client, Fields given)
        {
            long delivery = Interlocked.Increment(ref deliveries);
            var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            questions[delivery] = answer;
            Say(given.Put("event", question).Put("client", client).Put("delivery", delivery));
            // A callback that comes while the clients are being closed has nobody to ask.
            string with = ended ? "end" : await answer.Task.ConfigureAwait(false);
            return with == "throw"
                ? throw new InvalidOperationException("thrown because the runner said so")
                : with;
        }

        public void Answer(Fields command)
        {
            if (!questions.TryRemove(command.Number("delivery"), out TaskCompletionSource<string>? question))
            {
                throw new ArgumentException($"there is no delivery to answer: {command}");
            }
            question.SetResult(command.Need("with"));
        }

        /// <summary>Answers all questions, as nobody will any more.</summary>
        public void End()
        {
            ended = true;
            foreach (TaskCompletionSource<string> question in questions.Values)
            {
                question.TrySetResult("end");
            }
        }
    }
}
