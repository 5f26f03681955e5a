package manual;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;

/** User properties, and a consumer that selects by them. */
public class SqlFilter {
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.GROUP_ID, "GID_sql");
    properties.put(PropertyKeyConst.AccessKey, MqConfig.ACCESS_KEY);
    properties.put(PropertyKeyConst.SecretKey, MqConfig.SECRET_KEY);
    properties.put(PropertyKeyConst.NAMESRV_ADDR, MqConfig.NAMESRV_ADDR);
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, MqConfig.SEND_TIMEOUT);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(
        "sql-topic",
        MessageSelector.bySql("region = 'north' AND amount > 10"),
        (message, context) -> {
          System.out.println(
              "SqlFilter: "
                  + new String(message.getBody())
                  + ", amount "
                  + message.getUserProperties("amount"));
          return Action.CommitMessage;
        });
    consumer.start();

    Producer producer = ONSFactory.createProducer(properties);
    producer.start();
    for (int amount : new int[] {5, 20}) {
      Message message = new Message("sql-topic", "", ("worth " + amount).getBytes());
      message.putUserProperties("region", "north");
      message.putUserProperties("amount", String.valueOf(amount));
      producer.send(message);
    }
    producer.shutdown();
  }
}
