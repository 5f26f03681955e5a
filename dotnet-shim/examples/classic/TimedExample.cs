using System;
using ons;

/// <summary>Sends a message that is delivered three seconds from now.</summary>
internal static class TimedExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ProducerId, "GID_classic");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.PublishTopics, "classic-timed");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.MsgContent, "later");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);

        Producer producer = ONSFactory.getInstance().createProducer(factoryInfo);
        producer.start();
        Message msg = new Message(factoryInfo.getPublishTopics(), "TagA", factoryInfo.getMessageContent());
        msg.setStartDeliverTime(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 3000);
        int failures = 0;
        try
        {
            SendResultONS sendResult = producer.send(msg);
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
