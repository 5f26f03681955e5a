package manual;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** Subscribes to some tags of one topic and to everything of another, with a listener for each. */
public class FilterConsumer {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.GROUP_ID, "GID_filter");
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(
        "filter-topic",
        "TagB||TagC",
        new MessageListener() {
          @Override
          public Action consume(Message message, ConsumeContext context) {
            System.out.println("FilterConsumer: " + new String(message.getBody()));
            return Action.CommitMessage;
          }
        });
    consumer.subscribe(
        "async-topic",
        "*",
        new MessageListener() {
          @Override
          public Action consume(Message message, ConsumeContext context) {
            System.out.println("FilterConsumer: all, " + new String(message.getBody()));
            return Action.CommitMessage;
          }
        });
    consumer.start();
    System.out.println("FilterConsumer: started");
  }
}
