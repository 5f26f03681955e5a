package io.openons.bridge.jna;

import static io.openons.bridge.jna.OnsLibrary.ONS_CONSUME_SUCCESS;
import static io.openons.bridge.jna.OnsLibrary.ONS_E_CLOSED;
import static io.openons.bridge.jna.OnsLibrary.ONS_E_INVALID;
import static io.openons.bridge.jna.OnsLibrary.ONS_E_STATE;
import static io.openons.bridge.jna.OnsLibrary.ONS_OK;
import static io.openons.bridge.jna.OnsLibrary.ONS_TRANSACTION_COMMIT;
import static io.openons.bridge.jna.OnsLibrary.ONS_TRANSACTION_ROLLBACK;
import static io.openons.bridge.jna.OnsLibrary.ONS_TRANSACTION_UNKNOWN;
import static io.openons.bridge.jna.Values.body;
import static io.openons.bridge.jna.Values.copy;
import static io.openons.bridge.jna.Values.message;
import static io.openons.bridge.jna.Values.messages;
import static io.openons.bridge.jna.Values.properties;
import static io.openons.bridge.jna.Values.property;
import static io.openons.bridge.jna.Values.set;
import static io.openons.bridge.jna.Values.str;
import static io.openons.bridge.jna.Values.take;
import static io.openons.bridge.jna.Values.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import io.openons.bridge.jna.OnsLibrary.OnsBuffer;
import io.openons.bridge.jna.OnsLibrary.OnsError;
import io.openons.bridge.jna.OnsLibrary.OnsListener;
import io.openons.bridge.jna.OnsLibrary.OnsMessage;
import io.openons.bridge.jna.OnsLibrary.OnsPartition;
import io.openons.bridge.jna.OnsLibrary.OnsProperty;
import io.openons.bridge.jna.OnsLibrary.OnsRelease;
import io.openons.bridge.jna.OnsLibrary.OnsRuntimeOptions;
import io.openons.bridge.jna.OnsLibrary.OnsSendCallback;
import io.openons.bridge.jna.OnsLibrary.OnsSendResult;
import io.openons.bridge.jna.OnsLibrary.OnsTransactionCallback;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the library works in a process that has a Java virtual machine of its own.
 *
 * <p>Method: JNA calls every kind of function; the library attaches to the JVM that runs this test.
 *
 * <p>A failure means: Java programs, and other hosts with a JVM, cannot use it.
 */
@Timeout(240)
class LibraryIT {
  private static final int ROOM = 1 << 20;
  private static final String WIDE = "a\u00e9\u4e2d\ud83d\ude00";

  @TempDir static Path folder;
  private static OnsBroker broker;
  private static OnsLibrary library;

  private final OnsError error = new OnsError();
  private final BlockingQueue<Long> released = new LinkedBlockingQueue<>();

  /** Referenced as long as native code may call it. */
  private final OnsRelease release = context -> released.add(Pointer.nativeValue(context));

  private final BlockingQueue<Long> open = new LinkedBlockingQueue<>();
  private String topic;

  @BeforeAll
  static void openLibrary() throws IOException {
    broker =
        OnsBroker.builder()
            .dataDir(folder)
            .grpcPort(0)
            .autoCreateTopics(true)
            .queuesOfNewTopics(1)
            .newGroupsStartAt(StartPosition.EARLIEST)
            .transactionChecks(Duration.ofMillis(100), Duration.ofSeconds(1), 10)
            .start();
    Path bundle = Path.of(System.getProperty("ons.test.bundle"));
    library =
        Native.load(
            bundle.resolve("libonsclient.so.1").toString(),
            OnsLibrary.class,
            Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    OnsRuntimeOptions options = new OnsRuntimeOptions();
    options.abiVersion = library.ons_abi_version();
    set(options.wrapper, "jna/1");
    try (Stream<Path> jars = Files.list(bundle.resolve("jars"))) {
      set(options.classPath, jars.sorted().map(Path::toString).collect(Collectors.joining(":")));
    }
    OnsError error = new OnsError();
    assertThat(library.ons_runtime_open(options, error)).as("%s", text(error)).isEqualTo(ONS_OK);
  }

  @AfterAll
  static void closeLibrary() {
    OnsError error = new OnsError();
    assertThat(library.ons_runtime_close(5_000, error)).as("%s", text(error)).isEqualTo(ONS_OK);
    broker.close();
  }

  @BeforeEach
  void nameTopic(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void closeClients() {
    open.forEach(client -> library.ons_client_close(client, null));
  }

  /** One of the functions that open a client. */
  private interface Open {
    int of(OnsProperty properties, long count, LongByReference client, OnsError error);
  }

  private long open(Open function, String... others) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("NAMESRV_ADDR", broker.endpoint());
    properties.put("AccessKey", "any");
    properties.put("SecretKey", "any");
    properties.put("GROUP_ID", "GID_" + topic);
    // As long as a busy machine may need.
    properties.put("ons.startTimeoutMillis", "60000");
    properties.put("ons.requestTimeoutMillis", "60000");
    properties.put("SendMsgTimeoutMillis", "60000");
    for (int i = 0; i < others.length; i += 2) {
      properties.put(others[i], others[i + 1]);
    }
    LongByReference client = new LongByReference();
    ok(function.of(properties(properties), properties.size(), client, error));
    open.add(client.getValue());
    return client.getValue();
  }

  private long started(Open function, String... others) {
    long client = open(function, others);
    ok(library.ons_client_start(client, error));
    return client;
  }

  private void ok(int status) {
    assertThat(status).as("%s", text(error)).isEqualTo(ONS_OK);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("what comes within 60 s").isNotNull();
    return next;
  }

  private void subscribe(long consumer, OnsListener listener) {
    ok(
        library.ons_consumer_subscribe(
            consumer,
            str(topic),
            str("*"),
            0,
            listener,
            new Pointer(77),
            listener == null ? null : release,
            error));
  }

  /** What a listener sees of a message, copied. */
  private record Seen(String id, String key, byte[] body, String property, long context) {}

  private static OnsListener recording(BlockingQueue<Seen> inbox) {
    return (context, messages, count) -> {
      OnsMessage message = new OnsMessage(messages);
      inbox.add(
          new Seen(
              text(message.messageId),
              text(message.key),
              body(message),
              message.propertyCount == 0 ? "" : property(message, 0),
              Pointer.nativeValue(context)));
      return ONS_CONSUME_SUCCESS;
    };
  }

  private OnsSendResult send(long producer, OnsMessage message) {
    OnsSendResult result = new OnsSendResult();
    ok(library.ons_producer_send(producer, message, result, error));
    return result;
  }

  @Test
  void the_library_uses_the_machine_of_this_process() {
    OnsBuffer text = new OnsBuffer();
    ok(library.ons_runtime_describe(text, error));
    assertThat(take(library, text))
        .contains("java: the one of this process", "wrapper: jna/1", "state: open");
  }

  @Test
  void what_is_sent_reaches_the_listener_as_it_was_and_its_context_is_released_once()
      throws Exception {
    // given
    BlockingQueue<Seen> inbox = new LinkedBlockingQueue<>();
    OnsListener listener = recording(inbox);
    long consumer = open(library::ons_consumer_open);
    subscribe(consumer, listener);
    ok(library.ons_client_start(consumer, error));
    long producer = started(library::ons_producer_open);
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    OnsMessage message = message(topic, every);
    set(message.key, "key");
    OnsProperty properties = properties(Map.of(WIDE, WIDE));
    message.properties = properties.getPointer();
    message.propertyCount = 1;

    // when
    OnsSendResult result = send(producer, message);

    // then
    Seen seen = next(inbox);
    assertThat(seen.body()).isEqualTo(every);
    assertThat(seen.id()).isEqualTo(text(result.messageId));
    assertThat(seen.key()).isEqualTo("key");
    assertThat(seen.property()).isEqualTo(WIDE + "=" + WIDE);
    assertThat(seen.context()).isEqualTo(77);
    assertThat(released).isEmpty();
    ok(library.ons_client_close(consumer, error));
    assertThat(released).containsExactly(77L);
  }

  @Test
  void an_asynchronous_send_ends_once() throws Exception {
    // given
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    OnsSendCallback ended =
        (context, result, failure) ->
            ends.add(
                failure == null
                    ? text(new OnsSendResult(result).messageId)
                    : text(new OnsError(failure)));
    long producer = started(library::ons_producer_open);

    // when
    for (int i = 0; i < 20; i++) {
      OnsMessage message = message(topic, (byte) 1);
      ok(library.ons_producer_send_async(producer, message, ended, null, error));
    }
    ok(library.ons_client_close(producer, error));

    // then
    assertThat(ends).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void a_transaction_is_decided_by_its_executer_else_by_its_checker() throws Exception {
    // given
    BlockingQueue<Seen> inbox = new LinkedBlockingQueue<>();
    OnsListener listener = recording(inbox);
    long consumer = open(library::ons_consumer_open);
    subscribe(consumer, listener);
    ok(library.ons_client_start(consumer, error));
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    OnsTransactionCallback checker =
        (context, half) -> {
          asked.add(text(new OnsMessage(half).messageId));
          return ONS_TRANSACTION_COMMIT;
        };
    long producer =
        started(
            (properties, count, client, failure) ->
                library.ons_transaction_producer_open(
                    properties, count, checker, null, null, client, failure),
            "CheckImmunityTimeInSeconds",
            "1");
    OnsTransactionCallback undecided = (context, half) -> ONS_TRANSACTION_UNKNOWN;
    OnsTransactionCallback rollback = (context, half) -> ONS_TRANSACTION_ROLLBACK;

    // when
    int dropped =
        library.ons_producer_send_transaction(
            producer, message(topic, (byte) 1), rollback, null, null, error);
    String why = text(error.name);
    OnsSendResult result = new OnsSendResult();
    ok(
        library.ons_producer_send_transaction(
            producer, message(topic, (byte) 2), undecided, null, result, error));

    // then
    assertThat(dropped).isEqualTo(ONS_E_INVALID);
    assertThat(why).isEqualTo("TRANSACTION_ROLLED_BACK");
    assertThat(next(asked)).isEqualTo(text(result.messageId));
    assertThat(next(inbox).body()).containsExactly(2);
  }

  @Test
  void events_are_polled_and_answered() {
    // given
    long consumer = open(library::ons_consumer_open);
    ok(library.ons_client_use_events(consumer, error));
    subscribe(consumer, null);
    ok(library.ons_client_start(consumer, error));
    OnsSendResult result = send(started(library::ons_producer_open), message(topic, new byte[3]));
    byte[] buffer = new byte[ROOM];
    LongByReference size = new LongByReference();
    LongByReference count = new LongByReference();

    // when
    ok(library.ons_events_poll(consumer, 9, 60_000, buffer, ROOM, size, count, error));

    // then
    List<OnsMessage> messages = messages(library, buffer, size.getValue());
    assertThat(messages).hasSize(1);
    assertThat(text(messages.get(0).messageId)).isEqualTo(text(result.messageId));
    long[] tokens = {messages.get(0).token};
    ok(library.ons_events_complete(consumer, tokens, new int[] {ONS_CONSUME_SUCCESS}, 1, error));
    ok(library.ons_client_close(consumer, error));
    assertThat(library.ons_events_poll(consumer, 9, 0, buffer, ROOM, size, count, error))
        .isEqualTo(ONS_E_CLOSED);
  }

  @Test
  void a_queue_is_pulled_and_committed() {
    // given
    long producer = started(library::ons_producer_open);
    send(producer, message(topic, (byte) 1));
    send(producer, message(topic, (byte) 2));
    long consumer = started(library::ons_pull_consumer_open);
    OnsBuffer names = new OnsBuffer();
    ok(library.ons_pull_partitions(consumer, str(topic), names, error));
    OnsPartition partition = new OnsPartition();
    set(partition.topic, topic);
    set(partition.name, take(library, names));
    ok(library.ons_pull_assign(consumer, partition, 1, error));
    byte[] buffer = new byte[ROOM];
    LongByReference size = new LongByReference();
    LongByReference count = new LongByReference();
    LongByReference offset = new LongByReference();

    // when
    ok(library.ons_pull_seek(consumer, copy(partition), 1, error));
    ok(library.ons_pull_poll(consumer, 60_000, buffer, ROOM, size, count, error));
    ok(library.ons_pull_commit(consumer, error));
    ok(library.ons_pull_committed(consumer, copy(partition), offset, error));

    // then
    assertThat(count.getValue()).isEqualTo(1);
    assertThat(body(messages(library, buffer, size.getValue()).get(0))).containsExactly(2);
    assertThat(offset.getValue()).isEqualTo(2);
  }

  @Test
  void what_breaks_a_rule_is_named() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("NAMESRV_ADDR", broker.endpoint());
    properties.put("AccessKey", "any");
    properties.put("SecretKey", "any");
    properties.put("SendMsgTimeoutMillis", "soon");
    OnsProperty wrong = properties(properties);
    LongByReference client = new LongByReference();

    assertThat(library.ons_producer_open(wrong, 4, client, error)).isEqualTo(ONS_E_INVALID);

    assertThat(text(error)).contains("SendMsgTimeoutMillis", "soon");
    assertThat(library.ons_producer_open(wrong, 4, null, error)).isEqualTo(ONS_E_INVALID);
    assertThat(text(error)).contains("client_out");
  }

  @Test
  void a_stale_number_is_an_error_and_never_comes_back() {
    // given
    long producer = started(library::ons_producer_open);
    ok(library.ons_client_close(producer, error));

    // when
    long next = started(library::ons_producer_open);

    // then
    OnsMessage message = message(topic, (byte) 1);
    assertThat(next).isNotEqualTo(producer);
    assertThat(library.ons_producer_send(producer, message, null, error)).isEqualTo(ONS_E_CLOSED);
    assertThat(library.ons_client_close(producer, error)).isEqualTo(ONS_E_CLOSED);
    assertThat(library.ons_client_close(0xdead_beefL, error)).isEqualTo(ONS_E_CLOSED);
  }

  @Test
  void a_client_is_not_closed_from_its_own_callback() throws Exception {
    // given
    BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
    long consumer = open(library::ons_consumer_open);
    OnsListener listener =
        (context, messages, count) -> {
          closes.add(library.ons_client_close(consumer, null));
          return ONS_CONSUME_SUCCESS;
        };
    subscribe(consumer, listener);
    ok(library.ons_client_start(consumer, error));

    // when
    send(started(library::ons_producer_open), message(topic, (byte) 1));

    // then
    assertThat(next(closes)).isEqualTo(ONS_E_STATE);
    ok(library.ons_client_close(consumer, error));
  }
}
