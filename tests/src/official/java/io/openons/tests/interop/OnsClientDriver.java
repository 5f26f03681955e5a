package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The ONS client 1.x or 2.x, moved by lines on standard input. Each line is answered by one line,
 * {@code ok} or {@code failed}; messages that arrive are reported as {@code message} at any time.
 *
 * <p>Arguments: endpoint and whether to use TLS, which this client takes from a system property.
 */
public final class OnsClientDriver {
  /**
   * Words of failures by which nothing was sent. The client has 3 s for a connection and a route,
   * which is short for the first time on a busy machine, and does not try again.
   */
  private static final Set<String> NOTHING_WAS_SENT =
      Set.of(
          "No route info",
          "FETCH_TOPIC_ROUTE_FAILURE",
          "waiting_for_connection",
          "Connection refused");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private String endpoint;
  private String accessKey = "any";
  private String secretKey = "any";
  private final PrintStream out;
  private final Map<String, Admin> consumers = new LinkedHashMap<>();
  private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();
  private Producer producer;
  private OrderProducer orderProducer;
  private TransactionProducer transactionProducer;

  private OnsClientDriver(String endpoint, PrintStream out) {
    this.endpoint = endpoint;
    this.out = out;
  }

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // whatever the client prints is not part of the conversation
    var driver = new OnsClientDriver(args[0], out);
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (var text = in.readLine(); text != null; text = in.readLine()) {
      driver.tell(driver.answer(Line.parse(text)));
    }
    // Its threads are no daemons.
    System.exit(0);
  }

  private Line answer(Line line) {
    try {
      return switch (line.verb()) {
        case "connect" -> connect(line);
        case "producer" -> startProducers(line);
        case "send" -> send(line);
        case "transaction" -> transact(line);
        case "every-byte" -> sendEveryByte(line);
        case "push" -> push(line);
        case "pull" -> pull(line);
        case "stop" -> stop(line);
        default -> throw new IllegalArgumentException("unknown verb " + line.verb());
      };
    } catch (Exception e) {
      e.printStackTrace();
      return Line.of("failed", "error", e.toString());
    }
  }

  /** What starts from now on goes to another broker, or has other keys. */
  private Line connect(Line line) {
    endpoint = line.get("endpoint");
    accessKey = line.values().getOrDefault("accessKey", "any");
    secretKey = line.values().getOrDefault("secretKey", "any");
    return Line.of("ok");
  }

  private Properties properties(String group) {
    var properties = new Properties();
    properties.put("NAMESRV_ADDR", endpoint);
    properties.put("AccessKey", accessKey);
    properties.put("SecretKey", secretKey);
    properties.put("GROUP_ID", group);
    properties.put("SendMsgTimeoutMillis", "30000");
    return properties;
  }

  private Line startProducers(Line line) {
    var group = line.get("group");
    var name = line.values().getOrDefault("name", "");
    producer = ONSFactory.createProducer(properties(group));
    producer.start();
    orderProducer = ONSFactory.createOrderProducer(properties(group + "-ordered"));
    orderProducer.start();
    transactionProducer =
        ONSFactory.createTransactionProducer(
            properties(group + "-transactions"),
            message -> {
              report(message, "checked", "commit", "producer", name);
              return TransactionStatus.CommitTransaction;
            });
    transactionProducer.start();
    consumers.put("producer" + name, transactionProducer);
    return Line.of("ok");
  }

  private static Message message(Line line) {
    var values = line.values();
    var body = line.get("body").repeat(Integer.parseInt(values.getOrDefault("times", "1")));
    var message =
        new Message(
            line.get("topic"),
            values.getOrDefault("tag", "none"),
            values.getOrDefault("keys", ""),
            body.getBytes(UTF_8));
    line.below("property.").forEach(message::putUserProperties);
    if (values.containsKey("delay")) {
      message.setStartDeliverTime(System.currentTimeMillis() + line.number("delay"));
    }
    if (values.containsKey("deliverAt")) {
      message.setStartDeliverTime(Long.parseLong(line.get("deliverAt")));
    }
    return message;
  }

  private Line send(Line line) {
    var message = message(line);
    return patiently(
        () ->
            switch (line.values().getOrDefault("way", "sync")) {
              case "ordered" -> sent(orderProducer.send(message, line.get("shard")));
              case "oneway" -> {
                producer.sendOneway(message);
                yield Line.of("ok");
              }
              case "async" -> sendAsync(message);
              default -> sent(producer.send(message));
            });
  }

  /** Sends again after a failure by which nothing was sent. */
  private static <T> T patiently(Supplier<T> send) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return send.get();
      } catch (RuntimeException e) {
        if (System.nanoTime() > end || !nothingWasSent(e)) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static boolean nothingWasSent(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var text = String.valueOf(cause.getMessage());
      if (NOTHING_WAS_SENT.stream().anyMatch(text::contains)) {
        return true;
      }
    }
    return false;
  }

  private static Line sent(SendResult result) {
    return Line.of("ok", "id", result.getMessageId());
  }

  private Line sendAsync(Message message) {
    var sent = new CompletableFuture<SendResult>();
    producer.sendAsync(
        message,
        new SendCallback() {
          @Override
          public void onSuccess(SendResult result) {
            sent.complete(result);
          }

          @Override
          public void onException(OnExceptionContext context) {
            sent.completeExceptionally(context.getException());
          }
        });
    return sent(sent.orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** Sends messages whose bodies have all bytes there are, each begun with another one. */
  private Line sendEveryByte(Line line) {
    for (int i = 0; i < line.number("count"); i++) {
      var message = new Message(line.get("topic"), "any", String.valueOf(i), EveryByte.body(i));
      patiently(() -> producer.send(message));
    }
    return Line.of("ok");
  }

  private Line transact(Line line) {
    try {
      var sent =
          transactionProducer.send(
              message(line), (message, then) -> status(then), line.get("then"));
      return Line.of("ok", "id", sent.getMessageId());
    } catch (RuntimeException e) {
      // This client reports a rollback so.
      if (line.get("then").equals("rollback") && e.getMessage().contains("rollback")) {
        return Line.of("ok");
      }
      throw e;
    }
  }

  private static TransactionStatus status(Object then) {
    return switch (String.valueOf(then)) {
      case "commit" -> TransactionStatus.CommitTransaction;
      case "rollback" -> TransactionStatus.RollbackTransaction;
      default -> TransactionStatus.Unknow;
    };
  }

  private Line push(Line line) {
    var values = line.values();
    var filter = values.getOrDefault("filter", "*");
    var name = values.getOrDefault("name", "");
    var properties = properties(line.get("group"));
    if (values.containsKey("broadcast")) {
      properties.put("MessageModel", "BROADCASTING");
    }
    if (values.containsKey("most")) {
      properties.put("maxReconsumeTimes", values.get("most"));
    }
    int failures = Integer.parseInt(values.getOrDefault("fail", "0"));
    if (values.containsKey("ordered")) {
      var consumer = ONSFactory.createOrderedConsumer(properties);
      consumer.subscribe(
          line.get("topic"),
          filter,
          (message, context) -> {
            var handling =
                handled.computeIfAbsent(inOrderWith(message), others -> new AtomicInteger());
            report(message, "consumer", name, "atOnce", String.valueOf(handling.incrementAndGet()));
            handling.decrementAndGet();
            return OrderAction.Success;
          });
      consumer.start();
      consumers.put(name, consumer);
    } else {
      var consumer = ONSFactory.createConsumer(properties);
      var everyByte =
          new EveryByte(
              line.get("topic"),
              Integer.parseInt(values.getOrDefault("every-byte", "0")),
              this::tell);
      MessageListener listener =
          (message, context) -> {
            if (values.containsKey("every-byte")) {
              everyByte.take(message.getKey(), message.getBody());
            } else {
              report(message, "consumer", name);
            }
            if (values.containsKey("hold")) {
              // Until the process is killed.
              new CompletableFuture<>().join();
            }
            return message.getReconsumeTimes() < failures
                ? Action.ReconsumeLater
                : Action.CommitMessage;
          };
      if (values.containsKey("sql")) {
        consumer.subscribe(line.get("topic"), MessageSelector.bySql(line.get("sql")), listener);
      } else {
        consumer.subscribe(line.get("topic"), filter, listener);
      }
      consumer.start();
      consumers.put(name, consumer);
    }
    return Line.of("ok");
  }

  /** What is in order: a queue with 1.x; a key with 2.x, which does not tell of queues. */
  private static String inOrderWith(Message message) {
    try {
      return message.getTopicPartition().getPartition();
    } catch (UnsupportedOperationException e) {
      return message.getShardingKey();
    }
  }

  /** Reads the queues of a topic from their begin until messages have come. */
  private Line pull(Line line) {
    var consumer = ONSFactory.createPullConsumer(properties(line.get("group")));
    consumer.start();
    try {
      var partitions = consumer.topicPartitions(line.get("topic"));
      consumer.assign(partitions);
      partitions.forEach(consumer::seekToBeginning);
      int got = 0;
      while (got < line.number("count")) {
        var messages = consumer.poll(1000);
        got += messages.size();
        messages.forEach(message -> report(message, "consumer", "pull"));
      }
      consumer.commitSync();
    } finally {
      consumer.shutdown();
    }
    return Line.of("ok");
  }

  private Line stop(Line line) {
    consumers.remove(line.get("name")).shutdown();
    return Line.of("ok");
  }

  private void report(Message message, String... pairs) {
    var values = new LinkedHashMap<>(Line.of("", pairs).values());
    values.put("topic", message.getTopic());
    values.put("id", message.getMsgID());
    values.put("tag", String.valueOf(message.getTag()));
    values.put("keys", String.valueOf(message.getKey()));
    values.put("attempt", String.valueOf(message.getReconsumeTimes() + 1));
    values.put("due", String.valueOf(message.getStartDeliverTime()));
    values.put("length", String.valueOf(message.getBody().length));
    values.put(
        "body", new String(message.getBody(), 0, Math.min(100, message.getBody().length), UTF_8));
    message
        .getUserProperties()
        .forEach((key, text) -> values.put("property." + key, String.valueOf(text)));
    tell(new Line("message", values));
  }

  private void tell(Line line) {
    synchronized (out) {
      out.println(line);
    }
  }
}
