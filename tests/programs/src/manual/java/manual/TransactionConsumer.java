package manual;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** Messages of transactions are consumed like any others. */
public class TransactionConsumer {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.GROUP_ID, "GID_transaction");
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(
        "transaction-topic",
        "*",
        (message, context) -> {
          System.out.println("TransactionConsumer: " + new String(message.getBody()));
          return Action.CommitMessage;
        });
    consumer.start();
    System.out.println("TransactionConsumer: started");
  }
}
