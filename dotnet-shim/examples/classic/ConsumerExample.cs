using System;
using System.Text;
using System.Threading;
using ons;

internal class MyMsgListener : MessageListener
{
    internal readonly CountdownEvent Left = new CountdownEvent(8);

    public override ons.Action consume(Message value, ConsumeContext context)
    {
        byte[] text = Encoding.Default.GetBytes(value.getBody());
        string body = Encoding.UTF8.GetString(text);
        Console.WriteLine("received {0}: {1}", value.getMsgID(), body);
        if (!Left.IsSet)
        {
            Left.Signal();
        }
        return ons.Action.CommitMessage;
    }
}

/// <summary>Receives messages.</summary>
internal static class ConsumerExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ConsumerId, "GID_classic");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);
        factoryInfo.setFactoryProperty(ONSFactoryProperty.MessageModel, ONSFactoryProperty.CLUSTERING);

        PushConsumer consumer = ONSFactory.getInstance().createPushConsumer(factoryInfo);
        MyMsgListener listener = new MyMsgListener();
        consumer.subscribe("classic", "TagA || TagB", listener);
        consumer.start();
        bool all = listener.Left.Wait(TimeSpan.FromSeconds(120));
        consumer.shutdown();
        return all ? 0 : 1;
    }
}
