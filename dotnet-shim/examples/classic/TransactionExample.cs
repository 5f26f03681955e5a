using System;
using ons;

internal class MyLocalTransactionExecuter : LocalTransactionExecuter
{
    public override TransactionStatus execute(Message value)
    {
        // Do the business here, in one transaction of its database, and keep the message's id with it.
        Console.WriteLine("booking for {0}", value.getMsgID());
        return TransactionStatus.CommitTransaction;
    }
}

internal class MyLocalTransactionChecker : LocalTransactionChecker
{
    public override TransactionStatus check(Message value)
    {
        // Look up by the message's id what became of the transaction.
        Console.WriteLine("asked about {0}", value.getMsgID());
        return TransactionStatus.Unknow;
    }
}

/// <summary>Sends a message that is delivered if its local transaction commits.</summary>
internal static class TransactionExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ProducerId, "GID_classic_transaction");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.PublishTopics, "classic-transaction");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);

        LocalTransactionChecker checker = new MyLocalTransactionChecker();
        TransactionProducer producer = ONSFactory.getInstance().createTransactionProducer(factoryInfo, ref checker);
        producer.start();
        Message msg = new Message(factoryInfo.getPublishTopics(), "TagA", "a booking");
        LocalTransactionExecuter executer = new MyLocalTransactionExecuter();
        int failures = 0;
        try
        {
            SendResultONS sendResult = producer.send(msg, ref executer);
            Console.WriteLine("sent {0}", sendResult.getMessageId());
        }
        catch (ONSClientException ex)
        {
            Console.WriteLine("not sent: {0}", ex.what());
            failures++;
        }
        producer.shutdown();
        return failures;
    }
}
