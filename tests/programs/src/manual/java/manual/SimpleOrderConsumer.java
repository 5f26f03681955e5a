package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.order.ConsumeOrderContext;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import java.util.Properties;

/** Consumes in order; a message that fails comes again before the next one. */
public class SimpleOrderConsumer {
  public static void main(String[] args) {
    Properties consumerProperties = new Properties();
    consumerProperties.setProperty(PropertyKeyConst.GROUP_ID, MqConfig.ORDER_GROUP_ID);
    consumerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    consumerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    consumerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    consumerProperties.setProperty(PropertyKeyConst.SuspendTimeMillis, "100");
    consumerProperties.setProperty(PropertyKeyConst.MaxReconsumeTimes, "20");
    OrderConsumer consumer = ONSFactory.createOrderedConsumer(consumerProperties);
    consumer.subscribe(
        MqConfig.ORDER_TOPIC,
        "*",
        new MessageOrderListener() {
          @Override
          public OrderAction consume(Message message, ConsumeOrderContext context) {
            String body = new String(message.getBody());
            System.out.println("SimpleOrderConsumer: " + body + " of " + message.getShardingKey());
            boolean fails = body.equals("step 1") && message.getReconsumeTimes() == 0;
            return fails ? OrderAction.Suspend : OrderAction.Success;
          }
        });
    consumer.start();
    System.out.println("SimpleOrderConsumer: started");
  }
}
