using System;
using ons;

namespace test
{
    /// <summary>One producer for a whole application: a web application starts it in Application_Start, sends from any
    /// request and shuts it down in Application_End.</summary>
    public class OnscSharp
    {
        private static Producer _producer;

        public static void CreateProducer()
        {
            ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
            factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
            factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
            factoryInfo.setFactoryProperty(ONSFactoryProperty.ProducerId, "GID_classic_singleton");
            factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);
            factoryInfo.setOnsChannel(ONSChannel.ALIYUN);
            _producer = ONSFactory.getInstance().createProducer(factoryInfo);
        }

        public static void StartProducer()
        {
            _producer.start();
        }

        public static string SendMessage(string msgBody, String tag = "RegisterLog")
        {
            Message msg = new Message(topic: "classic-singleton", tags: tag, byte_body: msgBody);
            msg.setKey(Guid.NewGuid().ToString());
            msg.putUserProperties("kind", "log");
            SendResultONS sendResult = _producer.send(msg);
            msg.setMsgID(sendResult.getMessageId());
            return msg.getMsgID();
        }

        public static void ShutdownProducer()
        {
            _producer?.shutdown();
            _producer?.Dispose();
        }
    }
}

internal static class SingletonExample
{
    internal static int Run()
    {
        test.OnscSharp.CreateProducer();
        test.OnscSharp.StartProducer();
        Console.WriteLine("sent {0}", test.OnscSharp.SendMessage("a line"));
        test.OnscSharp.ShutdownProducer();
        return 0;
    }
}
