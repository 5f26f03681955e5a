package styles;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageAccessor;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A producer in a static field, made when the class is loaded, with the older keys: ProducerId, and
 * ONSAddr as the URL that is asked for the servers. Numbers stay numbers.
 */
public class StaticHolder {
  private static final Producer producer;

  static {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.ProducerId, "PID_styles");
    properties.put(PropertyKeyConst.AccessKey, "access-key");
    properties.put(PropertyKeyConst.SecretKey, "secret-key");
    properties.put(PropertyKeyConst.ONSAddr, System.getProperty("programs.discovery"));
    properties.put(PropertyKeyConst.SendMsgTimeoutMillis, 60000);
    properties.put(PropertyKeyConst.isVipChannelEnabled, false);
    producer = ONSFactory.createProducer(properties);
    producer.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> producer.shutdown()));
  }

  public static String send(String topic, String tag, String key, String text) {
    Message message = new Message(topic, tag, key, text.getBytes(StandardCharsets.UTF_8));
    message.putUserProperties("source", "web");
    message.setStartDeliverTime(0);
    try {
      SendResult result = producer.send(message);
      return result.getMessageId();
    } catch (ONSClientException e) {
      throw new IllegalStateException("not sent: " + message, e);
    }
  }

  public static void main(String[] args) {
    send("styles-topic", "created", "key-1", "{\"id\":1}");
    String id = send("styles-topic", "paid", null, "{\"id\":2}");
    System.out.println("StaticHolder: sent " + (id != null && !id.isEmpty()));

    Message fresh = new Message();
    System.out.println(
        "StaticHolder: a new message has key '"
            + fresh.getKey()
            + "', sharding key '"
            + fresh.getShardingKey()
            + "', host '"
            + fresh.getBornHost()
            + "', partition "
            + fresh.getTopicPartition().getPartition());
    MessageAccessor.putSystemProperties(fresh, Message.SystemPropKey.TAG, "of a mock");
    fresh.setMsgID("id of a mock");
    System.out.println("StaticHolder: mocked " + fresh.getTag() + ", " + fresh.getMsgID());
    System.out.println("StaticHolder: " + (producer.isStarted() && !producer.isClosed()));
  }
}
