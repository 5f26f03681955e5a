using System;
using System.Threading;
using ons;

internal class MyMsgOrderListener : MessageOrderListener
{
    internal readonly CountdownEvent Left = new CountdownEvent(8);

    public override ons.OrderAction consume(Message value, ConsumeOrderContext context)
    {
        Console.WriteLine("received {0}", value.getBody());
        if (!Left.IsSet)
        {
            Left.Signal();
        }
        return ons.OrderAction.Success;
    }
}

/// <summary>Receives messages in order.</summary>
internal static class OrderConsumerExample
{
    internal static int Run()
    {
        ONSFactoryProperty factoryInfo = new ONSFactoryProperty();
        factoryInfo.setFactoryProperty(ONSFactoryProperty.AccessKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.SecretKey, "any");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.ConsumerId, "GID_classic_ordered");
        factoryInfo.setFactoryProperty(ONSFactoryProperty.NAMESRV_ADDR, Program.Address);

        OrderConsumer consumer = ONSFactory.getInstance().createOrderConsumer(factoryInfo);
        MyMsgOrderListener listener = new MyMsgOrderListener();
        consumer.subscribe("classic-ordered", "*", listener);
        consumer.start();
        bool all = listener.Left.Wait(TimeSpan.FromSeconds(120));
        consumer.shutdown();
        return all ? 0 : 1;
    }
}
