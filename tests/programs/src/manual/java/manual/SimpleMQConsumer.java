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

/** Push consumption in clustering mode; the consumer goes on when main has returned. */
public class SimpleMQConsumer {
  public static void main(String[] args) {
    Properties consumerProperties = new Properties();
    consumerProperties.setProperty(PropertyKeyConst.GROUP_ID, MqConfig.GROUP_ID);
    consumerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    consumerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    consumerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    consumerProperties.put(PropertyKeyConst.MessageModel, PropertyValueConst.CLUSTERING);
    consumerProperties.put(PropertyKeyConst.ConsumeThreadNums, "4");
    consumerProperties.put(PropertyKeyConst.MaxReconsumeTimes, "5");
    consumerProperties.put(PropertyKeyConst.ConsumeTimeout, "15");
    Consumer consumer = ONSFactory.createConsumer(consumerProperties);
    consumer.subscribe(MqConfig.TOPIC, MqConfig.TAG, new MessageListenerImpl());
    consumer.start();
    System.out.println("SimpleMQConsumer: started");
  }

  /** Gives the second message back once. */
  static class MessageListenerImpl implements MessageListener {
    @Override
    public Action consume(Message message, ConsumeContext context) {
      String body = new String(message.getBody());
      if (body.equals("hello 1") && message.getReconsumeTimes() == 0) {
        return Action.ReconsumeLater;
      }
      System.out.println(
          "SimpleMQConsumer: "
              + body
              + ", key "
              + message.getKey()
              + ", tag "
              + message.getTag()
              + ", attempt "
              + (message.getReconsumeTimes() + 1));
      return Action.CommitMessage;
    }
  }
}
