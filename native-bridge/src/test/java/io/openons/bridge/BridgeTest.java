package io.openons.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.bridge.RecordedCallbacks.Call;
import io.openons.bridge.clients.PullClient;
import io.openons.bridge.frames.Failure;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Joined;
import io.openons.bridge.frames.Numbers;
import io.openons.bridge.frames.Outgoing;
import io.openons.bridge.logs.Logs;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.client.config.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the Java side does for native code what the header says, for each kind of client.
 *
 * <p>Method: clients behind recorded callbacks, against a broker in this process.
 *
 * <p>A failure means: all languages but Java break.
 */
@Timeout(60)
class BridgeTest {
  private static final int PRODUCER = 1;
  private static final int ORDER_PRODUCER = 2;
  private static final int TRANSACTION_PRODUCER = 3;
  private static final int CONSUMER = 4;
  private static final int ORDER_CONSUMER = 5;
  private static final int BATCH_CONSUMER = 6;
  private static final int PULL_CONSUMER = 7;
  private static final int ROOM = 1 << 20;

  @TempDir static Path folder;
  private static OnsBroker broker;

  private final RecordedCallbacks callbacks = new RecordedCallbacks();
  private final Bridge bridge = new Bridge(callbacks, new Logs());
  private String topic;

  @BeforeAll
  static void startBroker() {
    Embedding.in("test/1 j\u00e4va");
    broker =
        OnsBroker.builder()
            .dataDir(folder)
            .grpcPort(0)
            .autoCreateTopics(true)
            .queuesOfNewTopics(1)
            .newGroupsStartAt(StartPosition.EARLIEST)
            .transactionChecks(Duration.ofMillis(200), Duration.ofSeconds(1), 10)
            .start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void nameTopic(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void shutDown() {
    bridge.shutDown();
  }

  private Properties properties(String... others) {
    Properties properties = new Properties();
    properties.setProperty("NAMESRV_ADDR", broker.endpoint());
    properties.setProperty("AccessKey", "any");
    properties.setProperty("SecretKey", "any");
    properties.setProperty("GROUP_ID", "GID_" + topic);
    for (int i = 0; i < others.length; i += 2) {
      properties.setProperty(others[i], others[i + 1]);
    }
    return properties;
  }

  private long open(int kind, boolean events, String... others) {
    Properties properties = properties(others);
    // As long as a busy machine may need.
    properties.setProperty("ons.startTimeoutMillis", "60000");
    properties.setProperty("ons.requestTimeoutMillis", "60000");
    properties.setProperty("SendMsgTimeoutMillis", "60000");
    long client = bridge.open(kind, properties, null);
    if (events) {
      bridge.client(client).useEvents();
    }
    return client;
  }

  private long started(int kind, boolean events, String... others) {
    long client = open(kind, events, others);
    bridge.client(client).start();
    return client;
  }

  private void subscribe(long client, long context) {
    bridge.taking(
        context,
        listener -> {
          bridge.client(client).subscribe(topic, "*", 0, listener);
          return client;
        });
  }

  private byte[] frame(long token, String shardingKey, String body) {
    Message message = new Message(topic, "A", body.getBytes(StandardCharsets.UTF_8));
    message.setShardingKey(shardingKey);
    return FrameWriter.message(token, message);
  }

  private void send(long producer, String... bodies) {
    for (String body : bodies) {
      bridge.client(producer).send(Outgoing.one(frame(1, null, body)));
    }
  }

  /** Polls until so many frames have come. */
  private List<ByteBuffer> poll(long client, int count) {
    List<ByteBuffer> frames = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (frames.size() < count && System.nanoTime() < deadline) {
      frames.addAll(frames(bridge.poll(client, count - frames.size(), 1_000, ROOM)));
    }
    assertThat(frames).hasSize(count);
    return frames;
  }

  private static List<ByteBuffer> frames(byte[] polled) {
    ByteBuffer in = ByteBuffer.wrap(polled).order(ByteOrder.LITTLE_ENDIAN).position(16);
    List<ByteBuffer> frames = new ArrayList<>();
    while (in.hasRemaining()) {
      int size = in.getInt(in.position());
      frames.add(in.slice(in.position(), size).order(ByteOrder.LITTLE_ENDIAN));
      in.position(in.position() + size);
    }
    assertThat(frames).hasSize(in.getInt(0));
    return frames;
  }

  private static String body(ByteBuffer frame) {
    int size = frame.getInt(96);
    return StandardCharsets.UTF_8.decode(frame.slice(frame.capacity() - size, size)).toString();
  }

  private void complete(long client, ByteBuffer frame, int result) {
    bridge.complete(client, new long[] {frame.getLong(8)}, new int[] {result});
  }

  @Test
  void what_is_sent_reaches_a_listener_once_and_its_context_is_released_at_the_end()
      throws Exception {
    // given
    long producer = started(PRODUCER, false);
    send(producer, "warm-up");
    long consumer = open(CONSUMER, false);
    subscribe(consumer, 77);
    bridge.client(consumer).start();

    // when
    byte[] result = bridge.client(producer).send(Outgoing.one(frame(5, null, "hello")));

    // then
    assertThat(frames(withHeader(result)).get(0).getInt(52)).isEqualTo(Numbers.OK);
    Call first = RecordedCallbacks.next(callbacks.consumed);
    Call second = RecordedCallbacks.next(callbacks.consumed);
    assertThat(Set.of(text(first), text(second))).containsExactlyInAnyOrder("warm-up", "hello");
    assertThat(first.context()).isEqualTo(77);
    assertThat(callbacks.released).isEmpty();
    bridge.close(consumer);
    assertThat(callbacks.released).containsExactly(77L);
  }

  private static String text(Call call) {
    return body(ByteBuffer.wrap(call.frames()).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static byte[] withHeader(byte[] frame) {
    return Joined.frames(
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(1).array(), frame);
  }

  @Test
  void an_asynchronous_send_ends_once_with_its_context() throws Exception {
    // given
    long producer = started(PRODUCER, false);

    // when
    bridge.client(producer).sendAsync(Outgoing.one(frame(5, null, "hello")), 99);

    // then
    Call end = RecordedCallbacks.next(callbacks.sends);
    ByteBuffer frame = ByteBuffer.wrap(end.frames()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(end.context()).isEqualTo(99);
    assertThat(frame.getLong(8)).isEqualTo(5);
    assertThat(frame.getInt(52)).isEqualTo(Numbers.OK);
  }

  @Test
  void every_message_of_a_batch_has_its_own_outcome_in_order() {
    // given
    long producer = started(PRODUCER, false);
    byte[] wrong = FrameWriter.message(2, new Message(null, null, new byte[] {1}));

    // when
    byte[] results =
        bridge
            .client(producer)
            .sendBatch(Joined.frames(frame(1, null, "a"), wrong, frame(3, null, "c")), 3);

    // then
    List<ByteBuffer> frames =
        frames(
            Joined.frames(
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(3).array(), results));
    assertThat(frames).extracting(frame -> frame.getLong(8)).containsExactly(1L, 2L, 3L);
    assertThat(frames)
        .extracting(frame -> frame.getInt(52))
        .containsExactly(Numbers.OK, Numbers.E_INVALID, Numbers.OK);
  }

  @Test
  void events_are_answered_later_and_failures_come_again() {
    // given
    long producer = started(PRODUCER, false);
    send(producer, "one");
    long consumer = open(CONSUMER, true);
    subscribe(consumer, 0);
    bridge.client(consumer).start();

    // when
    ByteBuffer first = poll(consumer, 1).get(0);
    complete(consumer, first, 2);

    // then
    ByteBuffer again = poll(consumer, 1).get(0);
    assertThat(body(again)).isEqualTo("one");
    assertThat(again.getInt(48)).as("reconsume times").isEqualTo(1);
    assertThat(again.getLong(8)).isNotEqualTo(first.getLong(8));
    complete(consumer, again, Numbers.CONSUME_SUCCESS);
    complete(consumer, first, Numbers.CONSUME_SUCCESS);
  }

  @Test
  void outcomes_that_nobody_polls_are_bounded() {
    for (int kind : new int[] {PRODUCER, ORDER_PRODUCER}) {
      // given
      long producer = started(kind, true, "ons.maxInFlightMessages", "5");
      int accepted = 0;
      byte[] answer = new byte[0];
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);

      // when
      while (bridge.client(producer).events().size() < 5 && System.nanoTime() < deadline) {
        answer = bridge.client(producer).sendFrames(frame(accepted, "k", "x"));
        accepted += answer[0];
      }
      answer = bridge.client(producer).sendFrames(frame(99, "k", "x"));

      // then
      assertThat(answer[0]).isZero();
      assertThat(ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getInt(4 + 52))
          .isEqualTo(Numbers.E_THROTTLED);
      assertThat(poll(producer, 5)).hasSize(5);
    }
  }

  @Test
  void ordered_events_come_one_at_a_time_for_each_key() {
    // given
    long producer = started(ORDER_PRODUCER, true);
    byte[] frames =
        Joined.frames(
            IntStream.range(0, 6)
                .mapToObj(i -> frame(i, i % 2 == 0 ? "even" : "odd", Integer.toString(i)))
                .toArray(byte[][]::new));
    assertThat(bridge.client(producer).sendFrames(frames)).containsExactly(6, 0, 0, 0);
    assertThat(poll(producer, 6)).allMatch(frame -> frame.getInt(52) == Numbers.OK);
    long consumer = open(ORDER_CONSUMER, true);
    subscribe(consumer, 0);
    bridge.client(consumer).start();

    // when
    List<ByteBuffer> first = poll(consumer, 2);
    List<ByteBuffer> none = frames(bridge.poll(consumer, 9, 200, ROOM));

    // then
    assertThat(first).extracting(BridgeTest::body).containsExactlyInAnyOrder("0", "1");
    assertThat(none).isEmpty();
    List<String> rest = new ArrayList<>();
    List<ByteBuffer> open = first;
    for (int round = 0; round < 2; round++) {
      open.forEach(frame -> complete(consumer, frame, Numbers.CONSUME_SUCCESS));
      open = poll(consumer, 2);
      open.forEach(frame -> rest.add(body(frame)));
    }
    assertThat(rest.subList(0, 2)).containsExactlyInAnyOrder("2", "3");
    assertThat(rest.subList(2, 4)).containsExactlyInAnyOrder("4", "5");
    open.forEach(frame -> complete(consumer, frame, Numbers.CONSUME_SUCCESS));
  }

  @Test
  void the_messages_of_a_batch_share_a_token() {
    // given
    long producer = started(PRODUCER, false);
    send(producer, "a", "b", "c");
    long consumer =
        open(
            BATCH_CONSUMER,
            true,
            "ConsumeMessageBatchMaxSize",
            "3",
            "batchConsumeMaxAwaitDurationInSeconds",
            "5");
    subscribe(consumer, 0);
    bridge.client(consumer).start();

    // when
    List<ByteBuffer> frames = poll(consumer, 3);

    // then
    assertThat(frames).extracting(BridgeTest::body).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(frames.stream().map(frame -> frame.getLong(8)).collect(Collectors.toSet()))
        .hasSize(1);
    complete(consumer, frames.get(0), Numbers.CONSUME_SUCCESS);
  }

  @Test
  void what_nobody_polled_goes_back_and_another_consumer_gets_it() throws Exception {
    // given
    long producer = started(PRODUCER, false);
    send(producer, "one");
    long first = open(CONSUMER, true);
    subscribe(first, 0);
    bridge.client(first).start();
    ByteBuffer polled = poll(first, 1).get(0);
    complete(first, polled, Numbers.CONSUME_SUCCESS);
    send(producer, "two");

    // when
    bridge.close(first);

    // then
    assertThat(bridge.poll(first, 1, 0, ROOM)).isNull();
    long second = open(CONSUMER, false);
    subscribe(second, 5);
    bridge.client(second).start();
    assertThat(text(RecordedCallbacks.next(callbacks.consumed))).isEqualTo("two");
  }

  @Test
  void a_transaction_is_decided_in_the_call_and_undecided_ones_are_asked_for_as_events()
      throws Exception {
    // given
    long producer = started(TRANSACTION_PRODUCER, true);
    callbacks.decision = 0;

    // when
    byte[] sent = bridge.client(producer).sendTransaction(Outgoing.one(frame(1, null, "half")), 6);

    // then
    assertThat(frames(withHeader(sent)).get(0).getInt(52)).isEqualTo(Numbers.OK);
    assertThat(RecordedCallbacks.next(callbacks.decisions).context()).isEqualTo(6);
    ByteBuffer question = poll(producer, 1).get(0);
    assertThat(question.getShort(4)).isEqualTo((short) Numbers.FRAME_CHECK);
    complete(producer, question, Numbers.TRANSACTION_COMMIT);
    long consumer = open(CONSUMER, false);
    subscribe(consumer, 5);
    bridge.client(consumer).start();
    assertThat(text(RecordedCallbacks.next(callbacks.consumed))).isEqualTo("half");
  }

  @Test
  void a_pull_consumer_reads_what_fits_and_commits_only_that() {
    // given
    long producer = started(PRODUCER, false);
    send(producer, "a", "b", "c");
    PullClient consumer =
        bridge.client(started(PULL_CONSUMER, false, "autoCommit", "false")).pull();
    TopicPartition queue =
        new TopicPartition(topic, new String(consumer.partitions(topic), StandardCharsets.UTF_8));
    consumer.assign(List.of(queue));
    consumer.seekToBeginning(queue);

    // when
    List<ByteBuffer> first = List.of();
    int size = 0;
    for (int i = 0; i < 20 && first.isEmpty(); i++) {
      byte[] tooSmall = consumer.poll(1_000, 10);
      size = ByteBuffer.wrap(tooSmall).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
      first = frames(consumer.poll(1_000, size));
    }
    consumer.commit();

    // then
    assertThat(first).extracting(BridgeTest::body).containsExactly("a");
    assertThat(consumer.committed(queue)).isEqualTo(1);
    assertThat(consumer.offsetLimits(queue)).containsExactly(0, 3);
    assertThat(frames(consumer.poll(1_000, ROOM)).get(0))
        .extracting(BridgeTest::body)
        .isEqualTo("b");
  }

  @Test
  void a_fetch_reads_apart_from_everything_else() {
    // given
    long producer = started(PRODUCER, false);
    send(producer, "a", "b", "c");
    PullClient consumer = bridge.client(started(PULL_CONSUMER, false)).pull();
    TopicPartition queue =
        new TopicPartition(topic, new String(consumer.partitions(topic), StandardCharsets.UTF_8));

    // when
    byte[] fetched = consumer.fetch(queue, "*", 1, 10, 1_000, ROOM);

    // then
    assertThat(frames(fetched)).extracting(BridgeTest::body).containsExactly("b", "c");
    assertThat(ByteBuffer.wrap(fetched).order(ByteOrder.LITTLE_ENDIAN).getLong(8)).isEqualTo(3);
    assertThat(frames(consumer.fetch(queue, "other", 0, 10, 0, ROOM))).isEmpty();
    assertThat(consumer.committed(queue)).isEqualTo(-1);
    consumer.commit(queue, 2);
    assertThat(consumer.committed(queue)).isEqualTo(2);
  }

  @Test
  void a_context_is_released_when_the_call_that_took_it_fails() {
    long pull = open(PULL_CONSUMER, false);
    assertThatThrownBy(() -> subscribe(pull, 12))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            refused ->
                assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED));
    assertThat(callbacks.released).containsExactly(12L);
  }

  @Test
  void a_closed_client_is_gone() {
    // given
    long producer = open(PRODUCER, false);
    bridge.close(producer);

    // when / then
    assertThatThrownBy(() -> bridge.client(producer))
        .isInstanceOfSatisfying(
            ONSClientException.class, refused -> assertThat(refused.isClosed()).isTrue());
  }

  @Test
  void a_client_that_is_not_started_says_so() {
    // given
    long producer = open(PRODUCER, false);

    // when / then
    assertThatThrownBy(() -> send(producer, "early"))
        .satisfies(refused -> assertThat(Failure.of(refused).status()).isEqualTo(Numbers.E_STATE));
  }

  @Test
  void a_description_names_every_property_in_force_and_no_secret() {
    // given
    long producer = bridge.open(PRODUCER, properties("SecretKey", "hush"), null);

    // when
    String text = bridge.describe();

    // then
    assertThat(text)
        .contains("clients: 1", producer + ": client = Producer", "state = CREATED")
        .contains("SecretKey = *** (given)", "SendMsgTimeoutMillis = 5000 ms (default)")
        .contains("outcomes = callbacks")
        .doesNotContain("hush");
  }

  @Test
  void after_the_shutdown_no_thread_of_the_client_is_left() throws Exception {
    // given
    long consumer = open(CONSUMER, false);
    long producer = started(PRODUCER, false);
    send(producer, "one");
    subscribe(consumer, 3);
    bridge.client(consumer).start();
    RecordedCallbacks.next(callbacks.consumed);
    Set<Thread> ours = threads();
    assertThat(ours).isNotEmpty().allMatch(Thread::isDaemon);

    // when
    bridge.shutDown();

    // then
    assertThat(Thread.getAllStackTraces().keySet())
        .as("threads that the end of a Java machine would wait for")
        .noneMatch(thread -> thread.getName().startsWith("globalEventExecutor-"));
    for (Thread thread : ours) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
    assertThatThrownBy(() -> open(PRODUCER, false)).hasMessageContaining("closed, for good");
  }

  /** Those of the SDK; the broker of this test has others. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("ons-((io|timer|callback|consume)-.*|log)"))
        .collect(Collectors.toSet());
  }
}
