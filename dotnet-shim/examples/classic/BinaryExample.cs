using System;
using ons;

/// <summary>Sends bytes that are no text.</summary>
internal static class BinaryExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ProducerId, "GID_classic");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);

        Producer producer = ONSFactory.getInstance().createProducer(factoryInfo);
        producer.start();
        Message msg = new Message();
        msg.setTopic("classic-binary");
        msg.setTag("TagA");
        byte[] body = { 0, 1, 2, 253, 254, 255 };
        msg.setBody(body, body.Length);
        int failures = 0;
        try
        {
            Console.WriteLine("sent {0}", producer.send(msg).getMessageId());
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
