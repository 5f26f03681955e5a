package io.openons.tests.faults;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.delayed;
import static io.openons.broker.testing.Samples.fifo;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.RemotingClient;
import io.openons.harness.Patience;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.TransactionResolution;
import io.openons.tests.interop.OfficialClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Senders of every kind of messages and a consumer, each at full speed until the broker is gone.
 * They note what the broker promised. Bodies are {@code key/number}, where the numbers of a sender
 * grow.
 */
final class KillLoad {
  static final String NORMAL = "kill-normal";
  static final String ORDERED = "kill-ordered";
  static final String DELAYED = "kill-delayed";
  static final String TRANSACTIONS = "kill-transactions";

  /** Short enough for the end of the test, long enough to outlive a broker. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(4);

  private static final int KEYS = 16;
  private static final int BATCH = 4;

  /** The code of a request to send. */
  private static final int SEND = 310;

  private final Promises promises;
  private final AtomicInteger numbers = new AtomicInteger();

  KillLoad(Promises promises) {
    this.promises = promises;
  }

  /** One of the senders, or the consumer, doing one thing. */
  private interface Step {
    void run(RawClient client, int number);
  }

  /** Begins on a broker that was just started; each future completes after the broker's end. */
  List<CompletableFuture<Void>> begin(
      RawClient client, String remotingEndpoint, ExecutorService threads) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    all.add(CompletableFuture.runAsync(() -> sendByRemoting(remotingEndpoint), threads));
    for (Step step :
        List.<Step>of(
            this::sendBatch,
            this::sendByFirst,
            this::sendOrdered,
            this::sendOrdered,
            this::sendDelayed,
            this::sendTransaction,
            this::consume)) {
      all.add(CompletableFuture.runAsync(() -> repeat(step, client), threads));
    }
    return all;
  }

  private void repeat(Step step, RawClient client) {
    try {
      while (true) {
        step.run(client, numbers.incrementAndGet());
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != io.grpc.Status.Code.UNAVAILABLE) {
        throw e;
      }
      // The broker is gone. Whether it stored the last message is open.
    }
  }

  /** Sends as clients of the remoting protocol do. */
  private void sendByRemoting(String endpoint) {
    try (RemotingClient client = new RemotingClient(endpoint)) {
      while (true) {
        int number = numbers.incrementAndGet();
        String body = "remoting/" + number;
        Command answer =
            client.ask(
                SEND,
                RemotingClient.fields(
                    "a",
                    "PID_kill",
                    "b",
                    NORMAL,
                    "c",
                    "TBW102",
                    "d",
                    4,
                    "e",
                    -1,
                    "f",
                    0,
                    "g",
                    1,
                    "h",
                    0,
                    "i",
                    "UNIQ_KEY\u0001remoting-%d\u0002".formatted(number),
                    "j",
                    0),
                body.getBytes(UTF_8));
        if (answer.code() != 0) {
          throw new AssertionError("the broker refused: " + answer.remark());
        }
        promises.willCome(NORMAL, body);
      }
    } catch (IOException e) {
      // The broker is gone, as for the others.
    }
  }

  /** Sends by the first version of gRPC. */
  private void sendByFirst(RawClient client, int number) {
    String body = "first/" + number;
    io.openons.proto.v1.Message message =
        io.openons.proto.v1.Message.newBuilder()
            .setTopic(io.openons.proto.v1.Resource.newBuilder().setName(NORMAL))
            .setBody(ByteString.copyFromUtf8(body))
            .setSystemAttribute(
                io.openons.proto.v1.SystemAttribute.newBuilder().setMessageId("first-" + number))
            .build();
    var status =
        client
            .callFirst()
            .sendMessage(
                io.openons.proto.v1.SendMessageRequest.newBuilder().setMessage(message).build())
            .getCommon()
            .getStatus();
    if (status.getCode() != 0) {
      throw new AssertionError("the broker refused: " + status);
    }
    promises.willCome(NORMAL, body);
  }

  /** Sends by a client that outlived all brokers but the last, which it has to find. */
  void sendLastByOns(OfficialClient ons) throws InterruptedException {
    String body = "ons/0";
    long end = System.nanoTime() + Patience.LONG.toNanos();
    while (!ons.succeeds("send", "topic", NORMAL, "body", body)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("ons-client 2.0 does not find the broker that came back");
      }
    }
    promises.willCome(NORMAL, body);
  }

  private void sendBatch(RawClient client, int number) {
    List<Message.Builder> messages = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      messages.add(message(NORMAL, i + "/" + number));
    }
    checkOk(client.call().sendMessage(send(messages)).getStatus());
    messages.forEach(message -> promises.willCome(NORMAL, message.getBody().toStringUtf8()));
  }

  private void sendOrdered(RawClient client, int number) {
    // Two senders would race within a key, so each thread has keys of its own.
    String key = Thread.currentThread().getName() + "-" + number % KEYS;
    String body = key + "/" + number;
    sendOne(client, fifo(ORDERED, key, body));
    promises.willCome(ORDERED, body);
  }

  private void sendDelayed(RawClient client, int number) {
    String body = "delayed/" + number;
    boolean toRecall = number % 3 == 0;
    Duration delay = toRecall ? LONGEST_DELAY : Duration.ofMillis(number % 3_000);
    Instant time = Instant.now().plus(delay);
    SendResultEntry sent = sendOne(client, delayed(DELAYED, time, body));
    if (!toRecall) {
      promises.willCome(DELAYED, body);
      return;
    }
    RecallMessageRequest recall =
        RecallMessageRequest.newBuilder()
            .setTopic(named(DELAYED))
            .setRecallHandle(sent.getRecallHandle())
            .build();
    Status recalled = client.call().recallMessage(recall).getStatus();
    if (Instant.now().isBefore(time)) {
      checkOk(recalled);
    }
    if (recalled.getCode() == Code.OK) {
      promises.willNotCome(body);
    }
  }

  /** Sends a delayed message that comes after all others. */
  void sendLastDelayed(RawClient client) {
    sendOne(client, delayed(DELAYED, Instant.now().plus(LONGEST_DELAY), "last/0"));
    promises.willCome(DELAYED, "last/0");
  }

  private void sendTransaction(RawClient client, int number) {
    String body = "transaction/" + number;
    SendResultEntry sent = sendOne(client, half(TRANSACTIONS, body));
    Promises.Open open = new Promises.Open(body, sent.getMessageId(), sent.getTransactionId());
    switch (number % 3) {
      case 0 -> commit(client, open);
      case 1 -> {
        // Never committed, so it must not come whether or not the answer arrives.
        promises.willNotCome(body);
        checkOk(end(client, open, TransactionResolution.ROLLBACK));
      }
      default -> promises.isOpen(open);
    }
  }

  /** Commits a transaction. */
  void commit(RawClient client, Promises.Open open) {
    checkOk(end(client, open, TransactionResolution.COMMIT));
    promises.willCome(TRANSACTIONS, open.body());
  }

  private static Status end(
      RawClient client, Promises.Open open, TransactionResolution resolution) {
    EndTransactionRequest request =
        EndTransactionRequest.newBuilder()
            .setTopic(named(TRANSACTIONS))
            .setMessageId(open.messageId())
            .setTransactionId(open.transactionId())
            .setResolution(resolution)
            .build();
    return client.call().endTransaction(request).getStatus();
  }

  /** Takes and acknowledges, so that the progress of a group is on its way to the disk too. */
  private void consume(RawClient client, int number) {
    String topic = number % 2 == 0 ? NORMAL : ORDERED;
    String[] handles =
        client
            .receive(receive("GID_during", topic).setLongPollingTimeout(seconds(0)))
            .messages()
            .stream()
            .map(message -> message.getSystemProperties().getReceiptHandle())
            .toArray(String[]::new);
    if (handles.length > 0) {
      checkOk(client.call().ackMessage(ack("GID_during", topic, handles).build()).getStatus());
    }
  }

  private static SendResultEntry sendOne(RawClient client, Message.Builder message) {
    var answer = client.call().sendMessage(send(message));
    checkOk(answer.getStatus());
    return answer.getEntries(0);
  }

  private static void checkOk(Status status) {
    if (status.getCode() != Code.OK) {
      throw new AssertionError("the broker refused: " + status);
    }
  }
}
