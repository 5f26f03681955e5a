using System;
using ons;

/// <summary>Sends messages in order.</summary>
internal static class OrderProducerExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ProducerId, "GID_classic_ordered");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.PublishTopics, "classic-ordered");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);

        OrderProducer producer = ONSFactory.getInstance().createOrderProducer(factoryInfo);
        producer.start();
        int failures = 0;
        for (int i = 0; i < 8; i++)
        {
            Message msg = new Message(factoryInfo.getPublishTopics(), "TagA", "step " + i);
            try
            {
                SendResultONS sendResult = producer.send(msg, "order-7");
                Console.WriteLine("sent {0}", sendResult.getMessageId());
            }
            catch (ONSClientException ex)
            {
                Console.WriteLine("not sent: {0}", ex.what());
                failures++;
            }
        }
        producer.shutdown();
        return failures;
    }
}
