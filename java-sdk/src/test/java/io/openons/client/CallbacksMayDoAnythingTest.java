package io.openons.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.client.config.PullConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.Sneaky;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.TelemetryCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a callback may send, close other clients, throw anything, block, and be slow.
 *
 * <p>Method: every kind of callback does each of these, for its first message; then its second
 * message must reach it, and all clients must close.
 *
 * <p>A failure means: a program that does in a callback what programs do stands still, or misses
 * messages.
 */
class CallbacksMayDoAnythingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Closing waits for running callbacks; nothing here runs for longer than a second. */
  private static final Duration CLOSED_SOON = Duration.ofSeconds(30);

  private final FakeServer server = new FakeServer();
  private final ManualTimer timer = new ManualTimer();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Seen<String> ended = new Seen<>("callback that ended");

  /** Does something the first time it is run, by the callback of the first message. */
  private Runnable deed;

  /** The producer whose callback does it, or another one for callbacks of consumers. */
  private Producer producer;

  enum Deed {
    SENDS(false),
    CLOSES_ANOTHER_CLIENT(false),
    THROWS_A_CHECKED_EXCEPTION(true),
    THROWS_AN_ERROR(true),
    BLOCKS_FOR_A_SECOND(false),
    IS_SLOW(false);

    private final boolean throwsSomething;

    Deed(boolean throwsSomething) {
      this.throwsSomething = throwsSomething;
    }
  }

  enum Kind {
    LISTENER,
    ORDERED_LISTENER,
    BATCH_LISTENER,
    SEND_CALLBACK,
    FUTURE_OF_A_SEND,
    EXECUTER,
    CHECKER,
    LISTENER_OF_CHANGED_QUEUES
  }

  static Stream<Arguments> table() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Arrays.stream(Deed.values()).map(deed -> Arguments.of(kind, deed)));
  }

  /** Triggers a callback for a message. */
  private interface Trigger {
    void pull(String id);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("table")
  void the_next_message_comes_and_everything_closes(Kind kind, Deed what) throws Exception {
    producer = started(ONSFactory.createProducer(TestProperties.of(server.address())));
    Consumer another = ONSFactory.createConsumer(TestProperties.of(server.address()));
    started(another);
    deed = deed(what, another);

    Trigger trigger = trigger(kind);
    trigger.pull("1");
    trigger.pull("2");

    Set<String> awaited = new HashSet<>(what.throwsSomething ? Set.of("2") : Set.of("1", "2"));
    while (!awaited.isEmpty()) {
      awaited.remove(ended.next());
    }
    assertThat(another.isClosed()).isEqualTo(what == Deed.CLOSES_ANOTHER_CLIENT);
    long before = System.nanoTime();
    while (!open.isEmpty()) {
      open.pop().close();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(CLOSED_SOON);
  }

  private <C extends Admin> C started(C client) {
    client.start();
    open.push(client);
    return client;
  }

  private Runnable deed(Deed what, Admin another) {
    return switch (what) {
      case SENDS -> () -> send();
      case CLOSES_ANOTHER_CLIENT -> another::shutdown;
      case THROWS_A_CHECKED_EXCEPTION ->
          () -> {
            throw Sneaky.thrown(new IOException("not declared"));
          };
      case THROWS_AN_ERROR ->
          () -> {
            throw new StackOverflowError("made up");
          };
      case BLOCKS_FOR_A_SECOND -> () -> block(1_000);
      case IS_SLOW -> () -> block(50);
    };
  }

  private void send() {
    SendResult result = producer.send(new Message("T", "from a callback", new byte[] {1}));
    assertThat(result.getMessageId()).isNotEmpty();
  }

  /** Waits for what does not come. */
  private static void block(long millis) {
    try {
      assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** What every callback does; a message that comes again after an exception is let through. */
  private void called(String id) {
    Runnable now = null;
    synchronized (this) {
      if (id.equals("1")) {
        now = deed;
        deed = null;
      }
    }
    if (now != null) {
      now.run();
    }
    ended.add(id);
  }

  private Trigger trigger(Kind kind) {
    return switch (kind) {
      case LISTENER -> listener();
      case ORDERED_LISTENER -> orderedListener();
      case BATCH_LISTENER -> batchListener();
      case SEND_CALLBACK -> this::sendWithCallback;
      case FUTURE_OF_A_SEND -> this::sendWithFuture;
      case EXECUTER -> executer();
      case CHECKER -> checker();
      case LISTENER_OF_CHANGED_QUEUES -> changes();
    };
  }

  private Trigger listener() {
    Consumer consumer = ONSFactory.createConsumer(TestProperties.of(server.address()));
    consumer.subscribe(
        "T",
        "*",
        (message, context) -> {
          called(message.getMsgID());
          return Action.CommitMessage;
        });
    started(consumer);
    return id -> server.polls.next().deliver(WireMessages.message(id, 1, "body"));
  }

  private Trigger orderedListener() {
    OrderConsumer consumer =
        ONSFactory.createOrderedConsumer(
            TestProperties.of(server.address(), "suspendTimeMillis", "10"));
    consumer.subscribe(
        "T",
        "*",
        (message, context) -> {
          called(message.getMsgID());
          return OrderAction.Success;
        });
    started(consumer);
    return id -> {
      io.openons.proto.v2.Message.Builder message = WireMessages.message(id, 1, "body").toBuilder();
      message.getSystemPropertiesBuilder().setMessageGroup("key");
      server.polls.next().deliver(message.build());
    };
  }

  private Trigger batchListener() {
    BatchConsumer consumer = ONSFactory.createBatchConsumer(TestProperties.of(server.address()));
    consumer.subscribe(
        "T",
        "*",
        (messages, context) -> {
          messages.forEach(message -> called(message.getMsgID()));
          return Action.CommitMessage;
        });
    started(consumer);
    return id -> server.polls.next().deliver(WireMessages.message(id, 1, "body"));
  }

  private void sendWithCallback(String id) {
    producer.sendAsync(
        new Message("T", "tag", new byte[] {1}),
        new SendCallback() {
          @Override
          public void onSuccess(SendResult sendResult) {
            called(id);
          }

          @Override
          public void onException(OnExceptionContext context) {
            throw new AssertionError(context.getException());
          }
        });
  }

  private void sendWithFuture(String id) {
    CompletableFuture<SendResult> sent =
        producer.sendAsync(new Message("T", "tag", new byte[] {1}));
    sent.thenRun(() -> called(id));
  }

  private static SendMessageResponse halfStored(SendMessageRequest request) {
    SendMessageResponse.Builder answer = FakeServer.stored(request).toBuilder();
    answer.getEntriesBuilder(0).setTransactionId("transaction-1");
    return answer.build();
  }

  private TransactionProducer transactionProducer() {
    server.onSend = CallbacksMayDoAnythingTest::halfStored;
    return ONSFactory.createTransactionProducer(
        TestProperties.of(server.address()),
        half -> {
          called(half.getMsgID());
          return TransactionStatus.CommitTransaction;
        });
  }

  private Trigger executer() {
    TransactionProducer transactions = started(transactionProducer());
    return id ->
        transactions.send(
            new Message("T", "tag", new byte[] {1}),
            (half, arg) -> {
              called(id);
              return TransactionStatus.CommitTransaction;
            },
            null);
  }

  private Trigger checker() {
    server.telemetries.clear();
    started(transactionProducer());
    FakeServer.TelemetryStream stream = server.telemetries.next();
    return id ->
        stream.send(
            TelemetryCommand.newBuilder()
                .setRecoverOrphanedTransactionCommand(
                    RecoverOrphanedTransactionCommand.newBuilder()
                        .setMessage(WireMessages.message(id, 1, "body"))
                        .setTransactionId("transaction-" + id))
                .build());
  }

  /** The first change is to two queues, the second to three. */
  private Trigger changes() {
    PullConsumer consumer =
        new io.openons.client.consumer.pull.OnsPullConsumer(
            PullConfig.from(TestProperties.of(server.address())), () -> new ClientRuntime(timer));
    BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
    consumer.registerTopicPartitionChangedListener(
        "T",
        partitions -> {
          begun.add(partitions.size());
          called(String.valueOf(partitions.size() - 1));
        });
    started(consumer);
    assertThat(consumer.topicPartitions("T")).hasSize(1);
    return id -> {
      server.queues = Integer.parseInt(id) + 1;
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      boolean asked = false;
      while (!asked) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        timer.advance(Duration.ofSeconds(30));
        asked = has(begun);
      }
    };
  }

  private static boolean has(BlockingQueue<Integer> begun) {
    try {
      return begun.poll(2, TimeUnit.SECONDS) != null;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
