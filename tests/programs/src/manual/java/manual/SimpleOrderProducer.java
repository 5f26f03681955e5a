package manual;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import java.util.Properties;

/** Ordered messages: those with one sharding key stay in order. */
public class SimpleOrderProducer {
  public static void main(String[] args) {
    Properties producerProperties = new Properties();
    producerProperties.setProperty(PropertyKeyConst.GROUP_ID, MqConfig.ORDER_GROUP_ID);
    producerProperties.setProperty(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    producerProperties.setProperty(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    producerProperties.setProperty(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    producerProperties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    OrderProducer producer = ONSFactory.createOrderProducer(producerProperties);
    producer.start();
    for (int i = 0; i < 3; i++) {
      String orderId = "biz_" + i;
      Message msg = new Message(MqConfig.ORDER_TOPIC, MqConfig.TAG, ("step " + i).getBytes());
      msg.setKey(orderId);
      String shardingKey = "one order";
      try {
        SendResult sendResult = producer.send(msg, shardingKey);
        System.out.println("SimpleOrderProducer: sent to " + sendResult.getTopic());
      } catch (ONSClientException e) {
        e.printStackTrace();
      }
    }
    producer.shutdown();
  }
}
