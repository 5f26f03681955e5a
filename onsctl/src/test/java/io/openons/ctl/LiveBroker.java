package io.openons.ctl;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import io.openons.broker.TopicSettings;
import io.openons.harness.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One broker with users for all tests of this module, and live clients of it: a consumer that fails
 * at messages that begin with "bad", after which they are dead letters, and a producer whose
 * transactions stay open.
 */
final class LiveBroker implements BeforeAllCallback {
  static final String TOPIC = "live";
  static final String TRANSACTIONS = "live-transactions";
  static final String GROUP = "GID_live";
  static final String CHIEF_SECRET = "secret-of-the-chief";

  private static final String USERS =
      """
      {"users": [
        {"accessKey": "chief", "secretKey": "secret-of-the-chief", "administration": "full",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "guest", "secretKey": "secret-of-the-guest", "administration": "read"},
        {"accessKey": "service", "secretKey": "secret-of-the-service", "topics": {"*": "both"}}
      ]}
      """;
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static Running running;

  private record Running(
      OnsBroker broker, Consumer consumer, TransactionProducer producer, Path users)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      consumer.shutdown();
      producer.shutdown();
      broker.close();
      Files.deleteIfExists(users);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(LiveBroker.class, key -> running = start(), Running.class);
  }

  private static Running start() {
    try {
      Path users = Files.writeString(Files.createTempFile("users", ".json"), USERS);
      OnsBroker broker =
          OnsBroker.builder()
              .users(users)
              .transactionChecks(Duration.ofHours(1), Duration.ofHours(1), 15)
              .start();
      broker.createTopic(TOPIC, TopicSettings.open(8));
      broker.configureGroup(GROUP, new GroupSettings(false, 1, GroupSettings.DEFAULT.backoff()));
      Properties properties = new Properties();
      properties.putAll(Patience.PROPERTIES);
      properties.setProperty("NAMESRV_ADDR", broker.endpoint());
      properties.setProperty("AccessKey", "chief");
      properties.setProperty("SecretKey", CHIEF_SECRET);
      properties.setProperty("GROUP_ID", GROUP);
      Consumer consumer = ONSFactory.createConsumer(properties);
      consumer.subscribe(
          TOPIC,
          "*",
          (message, delivery) ->
              new String(message.getBody(), StandardCharsets.UTF_8).startsWith("bad")
                  ? Action.ReconsumeLater
                  : Action.CommitMessage);
      consumer.start();
      properties.setProperty("GROUP_ID", "GID_live_transactions");
      TransactionProducer producer =
          ONSFactory.createTransactionProducer(properties, message -> TransactionStatus.Unknow);
      producer.start();
      return new Running(broker, consumer, producer, users);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String endpoint() {
    return running.broker().endpoint("http");
  }

  /** Everything is allowed. */
  static Cli chief() {
    return Cli.at(endpoint()).as("chief", CHIEF_SECRET);
  }

  /** Looking is allowed. */
  static Cli guest() {
    return Cli.at(endpoint()).as("guest", "secret-of-the-guest");
  }

  /** A name that no other test has. */
  static String fresh(String word) {
    return word + "-" + NAMES.incrementAndGet();
  }

  /** Leaves a transaction open. */
  static void openTransaction() {
    Message message = new Message(TRANSACTIONS, "tag", "open".getBytes(StandardCharsets.UTF_8));
    running.producer().send(message, (sent, argument) -> TransactionStatus.Unknow, null);
  }

  /** Runs a command until its output has a text. */
  static String await(Supplier<Cli.Result> command, String text) {
    long end = System.nanoTime() + Patience.LONG.toNanos();
    while (true) {
      Cli.Result result = command.get();
      if (result.out().contains(text)) {
        return result.out();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("no '" + text + "' came; the last was: " + result);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
