package styles;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What came with 2.0: rate limits, and unsubscribing while the consumer runs. */
public class NewerClient {
  public static void main(String[] args) throws InterruptedException {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.GROUP_ID, "GID_newer");
    properties.setProperty(PropertyKeyConst.AccessKey, "access-key");
    properties.setProperty(PropertyKeyConst.SecretKey, "secret-key");
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, System.getProperty("programs.server"));
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, "60000");
    CountDownLatch received = new CountDownLatch(1);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.rateLimit("newer-topic", 100);
    consumer.subscribe(
        "newer-topic",
        "*",
        (message, context) -> {
          System.out.println("NewerClient: " + new String(message.getBody()));
          received.countDown();
          return Action.CommitMessage;
        });
    consumer.start();
    Producer producer = ONSFactory.createProducer(properties);
    producer.start();
    producer.send(new Message("newer-topic", "", "limited".getBytes()));
    System.out.println("NewerClient: received " + received.await(90, TimeUnit.SECONDS));
    consumer.unsubscribe("newer-topic");
    consumer.shutdown();
    producer.shutdown();
  }
}
