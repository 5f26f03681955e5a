package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The ONS client 1.x, moved by lines on standard input. Each line is answered by one line, {@code
 * ok} or {@code failed}; messages that arrive are reported as {@code message} at any time.
 *
 * <p>Arguments: endpoint and whether to use TLS, which this client takes from a system property.
 */
public final class OnsClientDriver {
  /**
   * The client asks for routes for 3 s only, which is short for the first time on a busy machine.
   */
  private static final int TRIES = 10;

  private final String endpoint;
  private final PrintStream out;
  private final Map<String, Admin> consumers = new LinkedHashMap<>();
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
        case "producer" -> startProducers(line);
        case "send" -> send(line);
        case "transaction" -> transact(line);
        case "push" -> push(line);
        case "stop" -> stop(line);
        default -> throw new IllegalArgumentException("unknown verb " + line.verb());
      };
    } catch (Exception e) {
      e.printStackTrace();
      return Line.of("failed", "error", e.toString());
    }
  }

  private Properties properties(String group) {
    var properties = new Properties();
    properties.put("NAMESRV_ADDR", endpoint);
    properties.put("AccessKey", "any");
    properties.put("SecretKey", "any");
    properties.put("GROUP_ID", group);
    properties.put("SendMsgTimeoutMillis", "30000");
    return properties;
  }

  private Line startProducers(Line line) {
    var group = line.get("group");
    producer = ONSFactory.createProducer(properties(group));
    producer.start();
    orderProducer = ONSFactory.createOrderProducer(properties(group + "-ordered"));
    orderProducer.start();
    transactionProducer =
        ONSFactory.createTransactionProducer(
            properties(group + "-transactions"),
            message -> {
              report(message, "checked", "commit");
              return TransactionStatus.CommitTransaction;
            });
    transactionProducer.start();
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
    return message;
  }

  private Line send(Line line) {
    var message = message(line);
    for (int attempt = 1; ; attempt++) {
      try {
        SendResult sent =
            line.values().containsKey("shard")
                ? orderProducer.send(message, line.get("shard"))
                : producer.send(message);
        return Line.of("ok", "id", sent.getMessageId());
      } catch (ONSClientException e) {
        if (attempt == TRIES || !String.valueOf(e.getCause()).contains("No route info")) {
          throw e;
        }
      }
    }
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
    if (values.containsKey("ordered")) {
      var consumer = ONSFactory.createOrderedConsumer(properties(line.get("group")));
      consumer.subscribe(
          line.get("topic"),
          filter,
          (message, context) -> {
            report(message, "consumer", name);
            return OrderAction.Success;
          });
      consumer.start();
      consumers.put(name, consumer);
    } else {
      var consumer = ONSFactory.createConsumer(properties(line.get("group")));
      consumer.subscribe(
          line.get("topic"),
          filter,
          (message, context) -> {
            report(message, "consumer", name);
            return Action.CommitMessage;
          });
      consumer.start();
      consumers.put(name, consumer);
    }
    return Line.of("ok");
  }

  private Line stop(Line line) {
    consumers.remove(line.get("name")).shutdown();
    return Line.of("ok");
  }

  private void report(Message message, String name, String value) {
    var values = new LinkedHashMap<String, String>();
    values.put(name, value);
    values.put("topic", message.getTopic());
    values.put("id", message.getMsgID());
    values.put("tag", message.getTag());
    values.put("keys", message.getKey());
    values.put("attempt", String.valueOf(message.getReconsumeTimes() + 1));
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
