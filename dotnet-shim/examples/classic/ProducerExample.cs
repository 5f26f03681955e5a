using System;
using ons;

/// <summary>Sends messages.</summary>
internal static class ProducerExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ProducerId, "GID_classic");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.PublishTopics, "classic");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);
        factoryInfo.setFactoryProperty(ONSFactoryProperty.LogPath, System.IO.Path.GetTempPath());

        Producer producer = ONSFactory.getInstance().createProducer(factoryInfo);
        producer.start();
        Message msg = new Message(factoryInfo.getPublishTopics(), "TagA", "Example message body");
        msg.setKey(Guid.NewGuid().ToString());
        int failures = 0;
        for (int i = 0; i < 8; i++)
        {
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
        }
        producer.shutdown();
        return failures;
    }
}
