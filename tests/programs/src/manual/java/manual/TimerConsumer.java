package manual;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** Delayed and timed messages are consumed like any others, not before their time. */
public class TimerConsumer {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.GROUP_ID, "GID_timer");
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(
        "timer-topic",
        "*",
        new MessageListener() {
          @Override
          public Action consume(Message message, ConsumeContext context) {
            boolean early = System.currentTimeMillis() < message.getStartDeliverTime();
            String body = new String(message.getBody());
            System.out.println("TimerConsumer: " + body + (early ? ", too early" : ""));
            return Action.CommitMessage;
          }
        });
    consumer.start();
    System.out.println("TimerConsumer: started");
  }
}
