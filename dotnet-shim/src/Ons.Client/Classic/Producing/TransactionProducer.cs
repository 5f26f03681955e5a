using Modern = Ons.Client;

namespace ons
{
    /// <summary>Sends messages that are delivered only if a local transaction commits.</summary>
    public class TransactionProducer : ONSClient
    {
        /// <summary>For classes of programs, which override the methods; the factory makes those that work.</summary>
        public TransactionProducer() : base(null)
        {
        }

        internal TransactionProducer(Modern.TransactionProducerOptions options, LocalTransactionChecker checker)
            : this(new Modern.TransactionProducer(
                options, (half, cancellation) =>
                    System.Threading.Tasks.Task.FromResult(Sending.ToModern(checker.check(new Message(half))))))
        {
        }

        private TransactionProducer(Modern.TransactionProducer producer) : base(producer)
        {
        }

        private Modern.TransactionProducer Real => (Modern.TransactionProducer)Client;

        /// <summary>Sends a half message, runs the executer on this thread and reports its decision to the server. A
        /// rollback throws ONSClientException; an exception of the executer leaves the message to the checker, and
        /// comes out here.</summary>
        public virtual SendResultONS send(Message msg, ref LocalTransactionExecuter executer) => send(msg, executer);

        /// <summary>The same, for executers that are no variables.</summary>
        public virtual SendResultONS send(Message msg, LocalTransactionExecuter executer)
        {
            Translated.Require(executer, "the executer of a transaction");
            return Sending.Send(msg, content => Real.Send(content, half =>
            {
                msg.setMsgID(half.MessageId);
                return Sending.ToModern(executer.execute(msg));
            }));
        }
    }
}
