package io.openons.conformance.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Does with the Java client what each line asks for, and answers with a line. */
public final class Driver {
  private static final String CAPABILITIES =
      "producer ordered-producer transaction-producer consumer ordered-consumer batch-consumer"
          + " pull-consumer send send-async send-oneway send-batch send-transaction recall"
          + " subscribe unsubscribe rate-limit credentials describe pull-assign sql"
          + " throw throw-any inside predicates nothing born-host";

  private final Conversation conversation;
  private final Opened opened;
  private final Map<String, Admin> clients = new ConcurrentHashMap<>();

  private Driver(PrintStream out) {
    this.conversation = new Conversation(out, this::handle);
    this.opened = new Opened(conversation);
  }

  /** Reads commands until there are no more, then ends with all that it opened. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, false, UTF_8);
    System.setOut(System.err);
    Driver driver = new Driver(out);
    ExecutorService threads = Executors.newCachedThreadPool();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Fields command = Fields.parse(line);
      threads.execute(() -> driver.handle(command));
    }
    driver.end();
    threads.shutdown();
  }

  private void handle(Fields command) {
    Fields reply = new Fields().put("id", command.number("id"));
    try {
      run(command, reply);
      reply.put("ok", true);
    } catch (ONSClientException failure) {
      error(reply.put("ok", false), "", failure);
    } catch (Throwable failure) {
      failure.printStackTrace();
      reply.put("ok", false).put("class", "driver").put("message", failure.toString());
    }
    conversation.say(reply);
  }

  private void run(Fields command, Fields reply) {
    String name = command.get("client");
    switch (command.need("do")) {
      case "hello" ->
          reply.put("language", "java").put("face", "java").put("capabilities", CAPABILITIES);
      case "open" ->
          clients.put(name, opened.open(command.need("kind"), name, command.below("property.")));
      case "start" -> client(command).start();
      case "close" -> client(command).close();
      case "describe" -> reply.put("text", client(command).describe().toString());
      case "credentials" -> client(command).updateCredential(command.below("property."));
      case "answer" -> conversation.answer(command);
      case "subscribe" ->
          opened.subscribe(
              client(command),
              name,
              command.get("topic"),
              command.get("expression"),
              "sql".equals(command.get("filter")));
      case "unsubscribe" -> unsubscribe(client(command), command.need("topic"));
      case "rate-limit" ->
          rateLimit(
              client(command),
              command.need("topic"),
              Double.parseDouble(command.need("perSecond")));
      case "send" -> sent(reply, "", send(client(command), Messages.read(command, "")));
      case "send-async" -> sendAsync(producer(command), command);
      case "send-oneway" -> producer(command).sendOneway(Messages.read(command, ""));
      case "send-batch" -> sendBatch(producer(command), command, reply);
      case "send-transaction" -> sent(reply, "", sendTransaction(name, command));
      case "recall" ->
          reply.put(
              "messageId", producer(command).recall(command.need("topic"), command.need("handle")));
      default -> pull((PullConsumer) client(command), command, reply);
    }
  }

  private void pull(PullConsumer consumer, Fields command, Fields reply) {
    switch (command.need("do")) {
      case "partitions" ->
          reply.put(
              "partitions",
              consumer.topicPartitions(command.need("topic")).stream()
                  .map(TopicPartition::getPartition)
                  .sorted()
                  .collect(Collectors.joining("\n")));
      case "assign" -> consumer.assign(partitions(command));
      case "pause" -> consumer.pause(partitions(command));
      case "resume" -> consumer.resume(partitions(command));
      case "poll" -> Messages.write(reply, consumer.poll(command.number("timeoutMs")));
      case "seek" -> seek(consumer, partitions(command).get(0), command.need("to"));
      case "commit" -> consumer.commitSync();
      case "committed" -> {
        Long offset = consumer.committed(partitions(command).get(0));
        reply.put("offset", offset == null ? -1 : offset);
      }
      case "offset-for-time" ->
          reply.put(
              "offset",
              consumer.offsetForTimestamp(partitions(command).get(0), command.number("at")));
      default -> throw new IllegalArgumentException("no such command: " + command);
    }
  }

  private static void seek(PullConsumer consumer, TopicPartition partition, String to) {
    switch (to) {
      case "beginning" -> consumer.seekToBeginning(partition);
      case "end" -> consumer.seekToEnd(partition);
      default -> consumer.seek(partition, Long.parseLong(to));
    }
  }

  private static List<TopicPartition> partitions(Fields command) {
    return command
        .need("partitions")
        .lines()
        .map(partition -> new TopicPartition(command.need("topic"), partition))
        .toList();
  }

  private Admin client(Fields command) {
    Admin client = clients.get(command.need("client"));
    if (client == null) {
      throw new IllegalArgumentException("there is no client of that name: " + command);
    }
    return client;
  }

  private Producer producer(Fields command) {
    return (Producer) client(command);
  }

  private static void unsubscribe(Admin client, String topic) {
    if (client instanceof BatchConsumer consumer) {
      consumer.unsubscribe(topic);
    } else {
      ((Consumer) client).unsubscribe(topic);
    }
  }

  private static void rateLimit(Admin client, String topic, double perSecond) {
    if (client instanceof OrderConsumer consumer) {
      consumer.rateLimit(topic, perSecond);
    } else {
      ((Consumer) client).rateLimit(topic, perSecond);
    }
  }

  private static SendResult send(Admin client, Message message) {
    return client instanceof OrderProducer producer
        ? producer.send(message, message.getShardingKey())
        : ((Producer) client).send(message);
  }

  private void sendAsync(Producer producer, Fields command) {
    SendCallback callback =
        new SendCallback() {
          @Override
          public void onSuccess(SendResult result) {
            tell(sent(event().put("ok", true), "", result));
          }

          @Override
          public void onException(OnExceptionContext context) {
            tell(error(event().put("ok", false), "", context.getException()));
          }

          private void tell(Fields event) {
            if (command.get("asks") == null) {
              conversation.say(event);
            } else {
              conversation.ask(event);
            }
          }

          private Fields event() {
            return new Fields()
                .put("event", "sent")
                .put("client", command.need("client"))
                .put("of", command.number("id"));
          }
        };
    producer.sendAsync(Messages.read(command, ""), callback);
  }

  private static void sendBatch(Producer producer, Fields command, Fields reply) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < command.number("count"); i++) {
      messages.add(Messages.read(command, i + "."));
    }
    List<SendOutcome> outcomes = producer.sendBatch(messages);
    reply.put("count", outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      SendOutcome outcome = outcomes.get(i);
      if (outcome.isSent()) {
        sent(reply, i + ".", outcome.getResult());
      } else {
        error(reply, i + ".", outcome.getException());
      }
    }
  }

  private SendResult sendTransaction(String name, Fields command) {
    return ((TransactionProducer) client(command))
        .send(
            Messages.read(command, ""),
            (half, argument) ->
                Opened.decision(
                    conversation.ask("execute", name, List.of(half), (String) argument)),
            command.get("argument"));
  }

  private static Fields sent(Fields fields, String prefix, SendResult result) {
    return fields
        .put(prefix + "messageId", result.getMessageId())
        .put(prefix + "recallHandle", result.getRecallHandle());
  }

  private static Fields error(Fields fields, String prefix, ONSClientException failure) {
    return fields
        .put(prefix + "class", classOf(failure.getErrorCode()))
        .put(prefix + "code", failure.getCode())
        .put(prefix + "name", failure.getCodeName())
        .put(prefix + "retryable", failure.isRetryable())
        .put(prefix + "message", failure.getMessage());
  }

  private static String classOf(ErrorCode code) {
    if (code == ErrorCode.CLIENT_NOT_STARTED) {
      return "state";
    }
    return switch (code.category()) {
      case INVALID -> "invalid";
      case DENIED -> "denied";
      case TIMED_OUT -> "timeout";
      case THROTTLED -> "throttled";
      case UNREACHABLE -> "unreachable";
      case SERVER -> "server";
      case CLOSED -> "closed";
      case NOT_SUPPORTED -> "unsupported";
    };
  }

  private void end() {
    conversation.end();
    clients.values().forEach(Admin::close);
  }
}
