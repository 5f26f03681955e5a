package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import java.util.Date;
import java.util.Properties;

/** Normal messages, sent synchronously: the outcome of each send is its result or an exception. */
public class SimpleMQProducer {
  public static void main(String[] args) {
    Properties producerProperties = new Properties();
    producerProperties.setProperty(PropertyKeyConst.GROUP_ID, MqConfig.GROUP_ID);
    producerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    producerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    producerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    producerProperties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    Producer producer = ONSFactory.createProducer(producerProperties);
    producer.start();

    for (int i = 0; i < 3; i++) {
      Message message = new Message(MqConfig.TOPIC, MqConfig.TAG, ("hello " + i).getBytes());
      message.setKey("ORDERID_" + i);
      try {
        SendResult sendResult = producer.send(message);
        if (sendResult != null) {
          boolean same = sendResult.getMessageId().equals(message.getMsgID());
          System.out.println("SimpleMQProducer: sent to " + sendResult.getTopic() + ", id " + same);
        }
      } catch (Exception e) {
        System.out.println(new Date() + " not sent, topic " + message.getTopic());
        e.printStackTrace();
      }
    }
    producer.shutdown();
  }
}
