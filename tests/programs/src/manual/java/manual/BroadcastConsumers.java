package manual;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PropertyValueConst;
import java.util.Properties;

/** Two consumers of one group in broadcasting mode: each gets every message. */
public class BroadcastConsumers {
  public static void main(String[] args) {
    for (final String name : new String[] {"one", "two"}) {
      Properties properties = new Properties();
      properties.put(PropertyKeyConst.GROUP_ID, "GID_broadcast");
      properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
      properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
      properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
      properties.put(PropertyKeyConst.MessageModel, PropertyValueConst.BROADCASTING);
      Consumer consumer = ONSFactory.createConsumer(properties);
      consumer.subscribe(
          MqConfig.TOPIC,
          "*",
          new MessageListener() {
            @Override
            public Action consume(Message message, ConsumeContext context) {
              String body = new String(message.getBody());
              System.out.println("BroadcastConsumers: " + name + " has " + body);
              return Action.CommitMessage;
            }
          });
      consumer.start();
      System.out.println("BroadcastConsumers: started");
    }
  }
}
