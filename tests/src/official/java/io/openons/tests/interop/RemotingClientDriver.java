package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Apache's Java client of the remoting protocol, moved by lines on standard input. Each line is
 * answered by one line, {@code ok} or {@code failed}; messages that arrive are reported as {@code
 * message} at any time.
 *
 * <p>Arguments: endpoint and whether to use TLS.
 */
public final class RemotingClientDriver {
  /** The client's 3 s are short on a busy machine. */
  private static final int TIMEOUT = 30_000;

  private final String endpoint;
  private final boolean tls;
  private final PrintStream out;
  private final AtomicInteger clients = new AtomicInteger();
  private final Map<String, DefaultMQPushConsumer> consumers = new LinkedHashMap<>();
  private TransactionMQProducer producer;

  private RemotingClientDriver(String endpoint, boolean tls, PrintStream out) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.out = out;
  }

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // whatever the client prints is not part of the conversation
    var driver = new RemotingClientDriver(args[0], Boolean.parseBoolean(args[1]), out);
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
        case "batch" -> batch(line);
        case "transaction" -> transact(line);
        case "view" -> view(line);
        case "push" -> push(line);
        case "stop" -> stop(line);
        default -> throw new IllegalArgumentException("unknown verb " + line.verb());
      };
    } catch (Exception e) {
      e.printStackTrace();
      return Line.of("failed", "error", e.toString());
    }
  }

  private void configure(ClientConfig client) {
    client.setNamesrvAddr(endpoint);
    client.setUseTLS(tls);
    client.setInstanceName("client-" + clients.incrementAndGet());
    client.setMqClientApiTimeout(TIMEOUT);
  }

  private Line startProducer(Line line) throws Exception {
    producer = new TransactionMQProducer(line.get("group"));
    configure(producer);
    producer.setSendMsgTimeout(TIMEOUT);
    producer.setTransactionListener(
        new TransactionListener() {
          @Override
          public LocalTransactionState executeLocalTransaction(Message message, Object then) {
            return state(String.valueOf(then));
          }

          @Override
          public LocalTransactionState checkLocalTransaction(MessageExt message) {
            report(message, "checked", "commit");
            return LocalTransactionState.COMMIT_MESSAGE;
          }
        });
    producer.start();
    return Line.of("ok");
  }

  private static LocalTransactionState state(String then) {
    return switch (then) {
      case "commit" -> LocalTransactionState.COMMIT_MESSAGE;
      case "rollback" -> LocalTransactionState.ROLLBACK_MESSAGE;
      default -> LocalTransactionState.UNKNOW;
    };
  }

  private static Message message(Line line) {
    var values = line.values();
    var message =
        new Message(
            line.get("topic"),
            values.getOrDefault("tag", ""),
            values.getOrDefault("keys", ""),
            line.get("body")
                .repeat(Integer.parseInt(values.getOrDefault("times", "1")))
                .getBytes(UTF_8));
    line.below("property.").forEach(message::putUserProperty);
    if (values.containsKey("level")) {
      message.setDelayTimeLevel(line.number("level"));
    }
    return message;
  }

  private Line send(Line line) throws Exception {
    var message = message(line);
    return switch (line.values().getOrDefault("way", "sync")) {
      case "oneway" -> {
        producer.sendOneway(message);
        yield Line.of("ok");
      }
      case "async" -> {
        var sent = new CompletableFuture<SendResult>();
        producer.send(
            message,
            new SendCallback() {
              @Override
              public void onSuccess(SendResult result) {
                sent.complete(result);
              }

              @Override
              public void onException(Throwable failure) {
                sent.completeExceptionally(failure);
              }
            });
        yield sent(sent.get(TIMEOUT, TimeUnit.MILLISECONDS));
      }
      case "ordered" ->
          sent(
              producer.send(
                  message,
                  (queues, sent, shard) ->
                      queues.get(Math.floorMod(shard.hashCode(), queues.size())),
                  line.get("shard")));
      default -> sent(producer.send(message));
    };
  }

  private static Line sent(SendResult result) {
    return Line.of(
        "ok",
        "id",
        result.getMsgId(),
        "offsetId",
        String.valueOf(result.getOffsetMsgId()),
        "status",
        result.getSendStatus().name());
  }

  private Line batch(Line line) throws Exception {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < line.number("count"); i++) {
      messages.add(
          new Message(line.get("topic"), "batch", "key-" + i, ("body-" + i).getBytes(UTF_8)));
    }
    return sent(producer.send(messages));
  }

  private Line transact(Line line) throws Exception {
    return sent(producer.sendMessageInTransaction(message(line), line.get("then")));
  }

  private Line view(Line line) throws Exception {
    return Line.of("ok", "body", new String(producer.viewMessage(line.get("id")).getBody(), UTF_8));
  }

  private Line push(Line line) throws Exception {
    var values = line.values();
    var consumer = new DefaultMQPushConsumer(line.get("group"));
    configure(consumer);
    if (values.containsKey("sql")) {
      consumer.subscribe(line.get("topic"), MessageSelector.bySql(line.get("sql")));
    } else {
      consumer.subscribe(line.get("topic"), values.getOrDefault("filter", "*"));
    }
    if (values.containsKey("broadcast")) {
      // Its consumers find out where they begin some time after their start.
      consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
      broadcast(consumer);
    }
    int failures = Integer.parseInt(values.getOrDefault("fail", "0"));
    var name = values.getOrDefault("name", "");
    if (values.containsKey("most")) {
      consumer.setMaxReconsumeTimes(line.number("most"));
    }
    if (values.containsKey("ordered")) {
      consumer.registerMessageListener(
          (MessageListenerOrderly)
              (messages, context) -> {
                messages.forEach(message -> report(message, "consumer", name));
                return ConsumeOrderlyStatus.SUCCESS;
              });
    } else {
      consumer.registerMessageListener(
          (MessageListenerConcurrently)
              (messages, context) -> {
                messages.forEach(message -> report(message, "consumer", name));
                context.setDelayLevelWhenNextConsume(1);
                return messages.get(0).getReconsumeTimes() < failures
                    ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
              });
    }
    consumer.start();
    consumers.put(name, consumer);
    return Line.of("ok");
  }

  /** The type of the model is in other packages in 4.x and 5.x. */
  private static void broadcast(DefaultMQPushConsumer consumer) throws Exception {
    for (var method : DefaultMQPushConsumer.class.getMethods()) {
      if (method.getName().equals("setMessageModel")) {
        for (var model : method.getParameterTypes()[0].getEnumConstants()) {
          if (model.toString().equals("BROADCASTING")) {
            method.invoke(consumer, model);
          }
        }
      }
    }
  }

  private Line stop(Line line) {
    consumers.remove(line.get("name")).shutdown();
    return Line.of("ok");
  }

  private void report(MessageExt message, String name, String value) {
    var values = new LinkedHashMap<String, String>();
    values.put(name, value);
    values.put("topic", message.getTopic());
    values.put("id", message.getMsgId());
    values.put("tag", String.valueOf(message.getTags()));
    values.put("keys", String.valueOf(message.getKeys()));
    values.put("attempt", String.valueOf(message.getReconsumeTimes() + 1));
    values.put("queue", String.valueOf(message.getQueueId()));
    values.put("length", String.valueOf(message.getBody().length));
    values.put(
        "body", new String(message.getBody(), 0, Math.min(100, message.getBody().length), UTF_8));
    message.getProperties().forEach((key, text) -> values.put("property." + key, text));
    tell(new Line("message", values));
  }

  private void tell(Line line) {
    synchronized (out) {
      out.println(line);
    }
  }
}
