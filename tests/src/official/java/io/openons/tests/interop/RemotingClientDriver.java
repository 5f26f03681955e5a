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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.RPCHook;

/**
 * Apache's Java client of the remoting protocol, moved by lines on standard input. Each line is
 * answered by one line, {@code ok} or {@code failed}; messages that arrive are reported as {@code
 * message} at any time.
 *
 * <p>Arguments: endpoint and whether to use TLS.
 */
public class RemotingClientDriver {
  /** The client's 3 s are short on a busy machine. */
  private static final int TIMEOUT = 30_000;

  /** The property by which clients of this protocol say when a message is to be delivered. */
  private static final String DELIVERY_TIME = "__STARTDELIVERTIME";

  private static final int SHOWN = 100;

  private String endpoint;
  private boolean tls;
  private RPCHook signature;
  private final PrintStream out;
  private final AtomicInteger clients = new AtomicInteger();
  private final Map<String, Runnable> stops = new LinkedHashMap<>();
  private final Map<Integer, AtomicInteger> handled = new ConcurrentHashMap<>();
  private TransactionMQProducer producer;

  RemotingClientDriver(String endpoint, boolean tls, PrintStream out) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.out = out;
  }

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // whatever the client prints is not part of the conversation
    new RemotingClientDriver(args[0], Boolean.parseBoolean(args[1]), out).run();
  }

  void run() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (var text = in.readLine(); text != null; text = in.readLine()) {
      tell(answer(Line.parse(text)));
    }
    // Its threads are no daemons.
    System.exit(0);
  }

  private Line answer(Line line) {
    try {
      return switch (line.verb()) {
        case "connect" -> connect(line);
        case "producer" -> startProducer(line);
        case "send" -> send(line);
        case "batch" -> batch(line);
        case "transaction" -> transact(line);
        case "view" -> view(line);
        case "every-byte" -> sendEveryByte(line);
        case "request" -> request(line);
        case "push" -> push(line);
        case "pull" -> pull(line);
        case "lite-pull" -> litePull(line);
        case "stop" -> stop(line);
        default -> more(line);
      };
    } catch (Exception e) {
      e.printStackTrace();
      return Line.of("failed", "error", e.toString());
    }
  }

  /** Answers what clients of some releases alone can do. */
  Line more(Line line) throws Exception {
    throw new IllegalArgumentException("unknown verb " + line.verb());
  }

  /** What starts from now on goes to another broker, with keys, or by TLS. */
  private Line connect(Line line) {
    endpoint = line.get("endpoint");
    tls = Boolean.parseBoolean(line.values().getOrDefault("tls", "false"));
    signature =
        line.values().containsKey("accessKey")
            ? new AclClientRPCHook(
                new SessionCredentials(line.get("accessKey"), line.get("secretKey")))
            : null;
    return Line.of("ok");
  }

  TransactionMQProducer producer() {
    return producer;
  }

  void configure(ClientConfig client) {
    client.setNamesrvAddr(endpoint);
    client.setUseTLS(tls);
    client.setInstanceName(ProcessHandle.current().pid() + "-" + clients.incrementAndGet());
    client.setMqClientApiTimeout(TIMEOUT);
    // Clients that lost their broker are known to it again by their next heartbeat.
    client.setHeartbeatBrokerInterval(2_000);
  }

  private Line startProducer(Line line) throws Exception {
    var name = line.values().getOrDefault("name", "");
    producer = new TransactionMQProducer(line.get("group"), signature);
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
            report(message, "checked", "commit", "producer", name);
            return LocalTransactionState.COMMIT_MESSAGE;
          }
        });
    producer.start();
    stops.put("producer" + name, producer::shutdown);
    return Line.of("ok");
  }

  private static LocalTransactionState state(String then) {
    return switch (then) {
      case "commit" -> LocalTransactionState.COMMIT_MESSAGE;
      case "rollback" -> LocalTransactionState.ROLLBACK_MESSAGE;
      default -> LocalTransactionState.UNKNOW;
    };
  }

  /** Makes a message; some releases set more of it. */
  Message message(Line line) {
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
    if (values.containsKey("deliverAt")) {
      MessageAccessor.putProperty(message, DELIVERY_TIME, line.get("deliverAt"));
    }
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

  static Line sent(SendResult result) {
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
    var seen = producer.viewMessage(line.get("topic"), line.get("id"));
    return Line.of("ok", "body", new String(seen.getBody(), UTF_8));
  }

  /** Sends messages whose bodies have all bytes there are, each begun with another one. */
  private Line sendEveryByte(Line line) throws Exception {
    int count = line.number("count");
    var sent = new CountDownLatch(count);
    var failures = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      producer.send(
          new Message(line.get("topic"), "", String.valueOf(i), EveryByte.body(i)),
          new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
              sent.countDown();
            }

            @Override
            public void onException(Throwable failure) {
              failure.printStackTrace();
              failures.incrementAndGet();
              sent.countDown();
            }
          });
    }
    if (!sent.await(2L * TIMEOUT, TimeUnit.MILLISECONDS) || failures.get() > 0) {
      throw new IllegalStateException(
          sent.getCount() + " sends without an answer, " + failures + " failed");
    }
    return Line.of("ok");
  }

  private Line request(Line line) throws Exception {
    var reply = producer.request(message(line), TIMEOUT);
    return Line.of("ok", "body", new String(reply.getBody(), UTF_8));
  }

  private Line push(Line line) throws Exception {
    var values = line.values();
    var consumer =
        new DefaultMQPushConsumer(
            line.get("group"), signature, new AllocateMessageQueueAveragely());
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
    prepare(consumer, line);
    int failures = Integer.parseInt(values.getOrDefault("fail", "0"));
    var name = values.getOrDefault("name", "");
    var everyByte =
        new EveryByte(
            line.get("topic"),
            Integer.parseInt(values.getOrDefault("every-byte", "0")),
            this::tell);
    if (values.containsKey("most")) {
      consumer.setMaxReconsumeTimes(line.number("most"));
    }
    if (values.containsKey("ordered")) {
      consumer.registerMessageListener(
          (MessageListenerOrderly)
              (messages, context) -> {
                var handling =
                    handled.computeIfAbsent(
                        messages.get(0).getQueueId(), queue -> new AtomicInteger());
                var atOnce = String.valueOf(handling.incrementAndGet());
                var began = String.valueOf(System.nanoTime());
                for (var message : messages) {
                  var ended = String.valueOf(System.nanoTime());
                  report(
                      message, "consumer", name, "atOnce", atOnce, "began", began, "ended", ended);
                }
                handling.decrementAndGet();
                return ConsumeOrderlyStatus.SUCCESS;
              });
    } else {
      consumer.registerMessageListener(
          (MessageListenerConcurrently)
              (messages, context) -> {
                for (var message : messages) {
                  if (values.containsKey("every-byte")) {
                    everyByte.take(message.getKeys(), message.getBody());
                  } else {
                    report(message, "consumer", name);
                  }
                  if (values.containsKey("reply")) {
                    reply(message, line.get("reply"));
                  }
                }
                context.setDelayLevelWhenNextConsume(1);
                return messages.get(0).getReconsumeTimes() < failures
                    ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
              });
    }
    consumer.start();
    stops.put(name, consumer::shutdown);
    return Line.of("ok");
  }

  /** Sets what consumers of some releases alone have. */
  void prepare(DefaultMQPushConsumer consumer, Line line) throws Exception {}

  private void reply(MessageExt message, String body) {
    try {
      producer.send(MessageUtil.createReplyMessage(message, body.getBytes(UTF_8)), TIMEOUT);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the queues of a topic from their begin, without a group that shares them. */
  @SuppressWarnings("deprecation")
  private Line pull(Line line) throws Exception {
    var consumer = new DefaultMQPullConsumer(line.get("group"));
    configure(consumer);
    consumer.start();
    try {
      for (var queue : consumer.fetchSubscribeMessageQueues(line.get("topic"))) {
        var pulled = consumer.pull(queue, "*", 0, 32);
        var found = pulled.getMsgFoundList();
        if (found != null) {
          found.forEach(message -> report(message, "consumer", "pull"));
        }
        consumer.updateConsumeOffset(queue, pulled.getNextBeginOffset());
      }
    } finally {
      consumer.shutdown();
    }
    return Line.of("ok");
  }

  private Line litePull(Line line) throws Exception {
    var values = line.values();
    var name = values.getOrDefault("name", "");
    var consumer = new DefaultLitePullConsumer(line.get("group"));
    configure(consumer);
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.subscribe(line.get("topic"), values.getOrDefault("filter", "*"));
    consumer.start();
    var polls =
        new Thread(
            () -> {
              while (consumer.isRunning()) {
                consumer.poll(200).forEach(message -> report(message, "consumer", name));
              }
            });
    polls.setDaemon(true);
    polls.start();
    stops.put(name, consumer::shutdown);
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
    stops.remove(line.get("name")).run();
    return Line.of("ok");
  }

  private void report(MessageExt message, String... pairs) {
    var values = new LinkedHashMap<>(Line.of("", pairs).values());
    values.put("topic", message.getTopic());
    values.put("id", message.getMsgId());
    values.put("tag", String.valueOf(message.getTags()));
    values.put("keys", String.valueOf(message.getKeys()));
    values.put("attempt", String.valueOf(message.getReconsumeTimes() + 1));
    values.put("due", String.valueOf(message.getProperty(DELIVERY_TIME)));
    values.put("queue", String.valueOf(message.getQueueId()));
    values.put("length", String.valueOf(message.getBody().length));
    values.put(
        "body", new String(message.getBody(), 0, Math.min(SHOWN, message.getBody().length), UTF_8));
    message.getProperties().forEach((key, text) -> values.put("property." + key, text));
    tell(new Line("message", values));
  }

  private void tell(Line line) {
    synchronized (out) {
      out.println(line);
    }
  }
}
