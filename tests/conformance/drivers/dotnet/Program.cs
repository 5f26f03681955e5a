using System;
using System.Text;
using System.Threading.Tasks;
using Ons.Client;

namespace Conformance
{
    /// <summary>What one of the two APIs is driven by.</summary>
    internal interface IFace
    {
        /// <summary>Does what a command asks for, and writes to its reply.</summary>
        Task Run(Fields command, Fields reply);

        /// <summary>Writes an exception of the API's; false when it is none.</summary>
        bool Tell(Fields fields, Exception failure);
    }

    /// <summary>Reads commands from standard input and answers each with a line; the argument names the face.</summary>
    internal static class Program
    {
        private static async Task<int> Main(string[] arguments)
        {
            Console.InputEncoding = Console.OutputEncoding = new UTF8Encoding(false);
            var conversation = new Conversation();
            IFace face = arguments.Length > 0 && arguments[0] == "classic"
                ? (IFace)new ClassicFace(conversation)
                : new ModernFace(conversation);
            conversation.Inside = command => Handle(face, conversation, command);
            for (string? line = Console.In.ReadLine(); line != null; line = Console.In.ReadLine())
            {
                Fields command = Fields.Parse(line);
                _ = Task.Run(() => Handle(face, conversation, command));
            }
            conversation.End();
            await OnsRuntime.CloseAsync(TimeSpan.FromSeconds(10));
            return 0;
        }

        private static async Task Handle(IFace face, Conversation conversation, Fields command)
        {
            Fields reply = new Fields().Put("id", command.Number("id"));
            try
            {
                await Do(face, conversation, command, reply);
                reply.Put("ok", true);
            }
            catch (Exception failure)
            {
                reply.Put("ok", false);
                if (!face.Tell(reply, failure))
                {
                    reply.Put("class", "driver").Put("message", failure.ToString());
                }
            }
            conversation.Say(reply);
        }

        private static Task Do(IFace face, Conversation conversation, Fields command, Fields reply)
        {
            if (command.Need("do") == "answer")
            {
                conversation.Answer(command);
                return Task.CompletedTask;
            }
            return face.Run(command, reply);
        }
    }
}
