package styles;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.Properties;

/** What programs catch. */
public class Failures {
  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.AccessKey, "access-key");
    properties.setProperty(PropertyKeyConst.SecretKey, "secret-key");
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, System.getProperty("programs.server"));
    properties.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, "60000");
    return properties;
  }

  private static void report(String what, Runnable action) {
    try {
      action.run();
      System.out.println("Failures: " + what + " passes");
    } catch (ONSClientException e) {
      boolean says = e.getMessage() != null && !e.getMessage().isEmpty();
      System.out.println("Failures: " + what + " is an ONSClientException" + (says ? "" : "?"));
    } catch (RuntimeException e) {
      System.out.println("Failures: " + what + " is a " + e.getClass().getName());
    }
  }

  public static void main(String[] args) {
    report(
        "a missing key",
        () -> {
          Properties without = properties();
          without.remove(PropertyKeyConst.AccessKey);
          ONSFactory.createProducer(without);
        });
    report("a consumer without a group", () -> ONSFactory.createConsumer(properties()));
    final Producer producer = ONSFactory.createProducer(properties());
    report("a send before the start", () -> producer.send(new Message("t", "g", new byte[] {1})));
    producer.start();
    report("no body", () -> producer.send(new Message("failures-topic", "g", new byte[0])));
    report("no topic", () -> producer.send(new Message("", "g", new byte[] {1})));
    report("one-way, no topic", () -> producer.sendOneway(new Message("", "g", new byte[] {1})));
    producer.shutdown();
    producer.shutdown();
    report("a send after the end", () -> producer.send(new Message("t", "g", new byte[] {1})));

    final OrderProducer ordered = ONSFactory.createOrderProducer(properties());
    ordered.start();
    Message message = new Message("failures-topic", "g", new byte[] {1});
    report("no sharding key", () -> ordered.send(message, ""));
    ordered.shutdown();

    Properties group = properties();
    group.setProperty(PropertyKeyConst.GROUP_ID, "GID_failures");
    final TransactionProducer transactions = ONSFactory.createTransactionProducer(group, null);
    transactions.start();
    report(
        "a rollback",
        () ->
            transactions.send(
                new Message("failures-topic", "g", new byte[] {1}),
                (msg, arg) -> TransactionStatus.RollbackTransaction,
                null));
    transactions.shutdown();

    final Consumer consumer = ONSFactory.createConsumer(group);
    report("no listener", () -> consumer.subscribe("failures-topic", "*", null));
    System.out.println("Failures: done");
  }
}
