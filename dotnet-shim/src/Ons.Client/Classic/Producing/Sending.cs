using System;
using Modern = Ons.Client;

namespace ons
{
    internal static class Sending
    {
        /// <summary>Sends by a call; the message learns its id.</summary>
        internal static SendResultONS Send(Message message, Func<Modern.Message, Modern.SendResult> call)
        {
            Modern.Message content = Translated.Require(message, "the message").Content();
            Modern.SendResult result = Translated.Call(() => call(content));
            message.setMsgID(result.MessageId);
            return Result(result);
        }

        internal static SendResultONS Result(Modern.SendResult sent)
        {
            var result = new SendResultONS();
            result.setMessageId(sent.MessageId);
            return result;
        }

        internal static Modern.TransactionStatus ToModern(TransactionStatus status)
        {
            switch (status)
            {
                case TransactionStatus.CommitTransaction: return Modern.TransactionStatus.Commit;
                case TransactionStatus.RollbackTransaction: return Modern.TransactionStatus.Rollback;
                default: return Modern.TransactionStatus.Unknown;
            }
        }
    }
}
