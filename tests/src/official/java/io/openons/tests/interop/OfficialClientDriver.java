package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import org.apache.rocketmq.client.apis.ClientConfiguration;
import org.apache.rocketmq.client.apis.ClientException;
import org.apache.rocketmq.client.apis.ClientServiceProvider;
import org.apache.rocketmq.client.apis.consumer.ConsumeResult;
import org.apache.rocketmq.client.apis.consumer.FilterExpression;
import org.apache.rocketmq.client.apis.consumer.FilterExpressionType;
import org.apache.rocketmq.client.apis.consumer.PushConsumer;
import org.apache.rocketmq.client.apis.consumer.SimpleConsumer;
import org.apache.rocketmq.client.apis.message.Message;
import org.apache.rocketmq.client.apis.message.MessageView;
import org.apache.rocketmq.client.apis.producer.Producer;
import org.apache.rocketmq.client.apis.producer.SendReceipt;
import org.apache.rocketmq.client.apis.producer.TransactionChecker;
import org.apache.rocketmq.client.apis.producer.TransactionResolution;

/**
 * The official Java client, moved by lines on standard input. Each line is answered by one line,
 * {@code ok} or {@code failed}; messages that arrive are reported as {@code message} at any time.
 *
 * <p>Arguments: endpoint and whether to use TLS.
 */
public final class OfficialClientDriver {
  private static final int ASYNC_SENDS_AT_ONCE = 100;

  /** The client's default of 3 s is short for its first TLS connection on a busy machine. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

  private final ClientServiceProvider provider = ClientServiceProvider.loadService();
  private final ClientConfiguration configuration;
  private final PrintStream out;
  private final Map<String, MessageView> received = new ConcurrentHashMap<>();
  private final Map<String, PushConsumer> consumers = new ConcurrentHashMap<>();
  private Producer producer;
  private SimpleConsumer simpleConsumer;

  private OfficialClientDriver(String endpoint, boolean tls, PrintStream out) {
    this.configuration =
        ClientConfiguration.newBuilder()
            .setEndpoints(endpoint)
            .enableSsl(tls)
            .setRequestTimeout(REQUEST_TIMEOUT)
            .build();
    this.out = out;
  }

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // whatever the client prints is not part of the conversation
    var driver = new OfficialClientDriver(args[0], Boolean.parseBoolean(args[1]), out);
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (var text = in.readLine(); text != null; text = in.readLine()) {
      driver.tell(driver.answer(Line.parse(text)));
    }
  }

  private Line answer(Line line) {
    try {
      return switch (line.verb()) {
        case "producer" -> startProducer(line);
        case "send" -> send(line);
        case "flood" -> flood(line);
        case "recall" -> recall(line);
        case "transaction" -> transact(line);
        case "push" -> startPushConsumer(line);
        case "stop" -> stop(line);
        case "simple" -> startSimpleConsumer(line);
        case "receive" -> receive(line);
        case "ack" -> ack(line);
        case "change" -> change(line);
        default -> throw new IllegalArgumentException("unknown verb " + line.verb());
      };
    } catch (Exception e) {
      e.printStackTrace();
      return Line.of("failed", "error", e.toString());
    }
  }

  private Line startProducer(Line line) throws ClientException {
    producer =
        provider
            .newProducerBuilder()
            .setClientConfiguration(configuration)
            .setTopics(line.get("topic"))
            .setTransactionChecker(checker(line.values().getOrDefault("checks", "unknown")))
            .build();
    return Line.of("ok");
  }

  /** Answers one check after the other by a list of resolutions, of which the last one stays. */
  private TransactionChecker checker(String resolutions) {
    var remaining = new LinkedBlockingDeque<>(List.of(resolutions.split(",")));
    return message -> {
      var resolution = remaining.size() > 1 ? remaining.remove() : remaining.element();
      var report = report(message);
      report.values().put("checked", resolution);
      tell(report);
      return TransactionResolution.valueOf(resolution.toUpperCase(Locale.ROOT));
    };
  }

  private Line send(Line line) throws ClientException {
    var sent = producer.send(message(line));
    var values = new LinkedHashMap<String, String>();
    values.put("id", sent.getMessageId().toString());
    if (sent.getRecallHandle() != null) {
      values.put("recall", sent.getRecallHandle());
    }
    return new Line("ok", values);
  }

  private Line recall(Line line) throws ClientException {
    var recalled = producer.recallMessage(line.get("topic"), line.get("handle"));
    return Line.of("ok", "id", recalled.getMessageId().toString());
  }

  private Line transact(Line line) throws ClientException {
    var transaction = producer.beginTransaction();
    var sent = producer.send(message(line), transaction);
    switch (line.get("then")) {
      case "commit" -> transaction.commit();
      case "rollback" -> transaction.rollback();
      case "nothing" -> {}
      default -> throw new IllegalArgumentException("unknown end of a transaction: " + line);
    }
    return Line.of("ok", "id", sent.getMessageId().toString());
  }

  private Message message(Line line) {
    var message =
        provider
            .newMessageBuilder()
            .setTopic(line.get("topic"))
            .setBody(line.get("body").getBytes(UTF_8));
    if (line.values().containsKey("tag")) {
      message.setTag(line.get("tag"));
    }
    if (line.values().containsKey("keys")) {
      message.setKeys(line.get("keys").split(","));
    }
    if (line.values().containsKey("messageGroup")) {
      message.setMessageGroup(line.get("messageGroup"));
    }
    if (line.values().containsKey("deliverAt")) {
      message.setDeliveryTimestamp(Long.parseLong(line.get("deliverAt")));
    }
    line.below("property.").forEach(message::addProperty);
    return message.build();
  }

  private Line flood(Line line) {
    var topic = line.get("topic");
    var count = line.number("count");
    for (var first = 0; first < count; first += ASYNC_SENDS_AT_ONCE) {
      var sends = new ArrayList<CompletableFuture<SendReceipt>>();
      for (var i = first; i < Math.min(first + ASYNC_SENDS_AT_ONCE, count); i++) {
        sends.add(producer.sendAsync(numbered(topic, i)));
      }
      sends.forEach(CompletableFuture::join);
    }
    return Line.of("ok");
  }

  private Message numbered(String topic, int number) {
    var body = String.valueOf(number).getBytes(UTF_8);
    return provider.newMessageBuilder().setTopic(topic).setBody(body).build();
  }

  private Line startPushConsumer(Line line) throws ClientException {
    var failures = line.number("failures");
    var consumer =
        provider
            .newPushConsumerBuilder()
            .setClientConfiguration(configuration)
            .setConsumerGroup(line.get("group"))
            .setSubscriptionExpressions(subscription(line))
            .setMessageListener(
                message -> {
                  tell(report(message));
                  return message.getDeliveryAttempt() <= failures
                      ? ConsumeResult.FAILURE
                      : ConsumeResult.SUCCESS;
                })
            .build();
    consumers.put(line.values().getOrDefault("name", ""), consumer);
    return Line.of("ok");
  }

  private Line stop(Line line) throws IOException {
    consumers.remove(line.get("name")).close();
    return Line.of("ok");
  }

  private Line startSimpleConsumer(Line line) throws ClientException {
    simpleConsumer =
        provider
            .newSimpleConsumerBuilder()
            .setClientConfiguration(configuration)
            .setConsumerGroup(line.get("group"))
            .setSubscriptionExpressions(subscription(line))
            .setAwaitDuration(Duration.ofSeconds(line.number("await")))
            .build();
    return Line.of("ok");
  }

  private static Map<String, FilterExpression> subscription(Line line) {
    var type = FilterExpressionType.valueOf(line.values().getOrDefault("language", "TAG"));
    return Map.of(line.get("topic"), new FilterExpression(line.get("filter"), type));
  }

  private Line receive(Line line) throws ClientException {
    var messages = simpleConsumer.receive(line.number("max"), seconds(line));
    messages.forEach(message -> tell(report(message)));
    return Line.of("ok", "count", String.valueOf(messages.size()));
  }

  private Line ack(Line line) throws ClientException {
    simpleConsumer.ack(received.get(line.get("id")));
    return Line.of("ok");
  }

  private Line change(Line line) throws ClientException {
    simpleConsumer.changeInvisibleDuration(received.get(line.get("id")), seconds(line));
    return Line.of("ok");
  }

  private static Duration seconds(Line line) {
    return Duration.ofSeconds(line.number("seconds"));
  }

  private Line report(MessageView message) {
    var id = message.getMessageId().toString();
    received.put(id, message);
    var values = new LinkedHashMap<String, String>();
    values.put("id", id);
    values.put("topic", message.getTopic());
    values.put("body", UTF_8.decode(message.getBody()).toString());
    values.put("due", message.getDeliveryTimestamp().map(String::valueOf).orElse("0"));
    values.put("attempt", String.valueOf(message.getDeliveryAttempt()));
    values.put("keys", String.join(",", message.getKeys()));
    message.getTag().ifPresent(tag -> values.put("tag", tag));
    message.getMessageGroup().ifPresent(group -> values.put("messageGroup", group));
    message.getProperties().forEach((name, value) -> values.put("property." + name, value));
    return new Line("message", values);
  }

  private synchronized void tell(Line line) {
    out.println(line);
    out.flush();
  }
}
