package io.openons.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ErrorCode.Category;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.Status;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.TestCertificate;
import io.openons.client.testing.TestProperties;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.QueryRouteResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a start works, or ends by its deadline with an error that says why and what to do.
 *
 * <p>Method: starts clients against a scripted server, against ports that behave otherwise, and
 * against none.
 *
 * <p>A failure means: a program hangs at its start, or its author is sent to look in the wrong
 * place.
 */
class StartTest {
  private static final String QUICK = "600";

  /** Far more than an error that comes at once, or after QUICK, takes on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** A start that goes on trying for so long fails the test. */
  private static final String LONG = "120000";

  private static Producer producer(String address, String... more) {
    return ONSFactory.createProducer(
        TestProperties.of(address, with(more, "ons.startTimeoutMillis", QUICK)));
  }

  /** A producer whose start fails at once or works, however busy the machine is. */
  private static Producer patient(String address, String... more) {
    return ONSFactory.createProducer(
        TestProperties.of(address, with(more, "ons.startTimeoutMillis", LONG)));
  }

  private static Consumer consumer(String address, String... more) {
    Consumer consumer =
        ONSFactory.createConsumer(
            TestProperties.of(
                address, more.length > 0 ? more : with(more, "ons.startTimeoutMillis", QUICK)));
    consumer.subscribe("T", "*", (message, context) -> Action.CommitMessage);
    return consumer;
  }

  private static String[] with(String[] properties, String key, String value) {
    String[] all = Arrays.copyOf(properties, properties.length + 2);
    all[properties.length] = key;
    all[properties.length + 1] = value;
    return all;
  }

  private static ONSClientException assertFails(Admin client) {
    long before = System.nanoTime();
    ONSClientException error = catchThrowableOfType(ONSClientException.class, client::start);
    assertThat(error).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
    assertThat(client.isStarted()).isFalse();
    client.shutdown();
    assertThat(client.isClosed()).isTrue();
    return error;
  }

  @Test
  void a_client_goes_through_its_life_once() {
    try (FakeServer server = new FakeServer()) {
      Producer producer = producer(server.address());
      assertThat(producer.isStarted()).isFalse();
      assertThat(producer.isClosed()).isTrue();

      producer.start();
      producer.start();
      assertThat(producer.isStarted()).isTrue();
      assertThat(producer.isClosed()).isFalse();
      assertThat(server.telemetries.size()).isEqualTo(1);

      producer.close();
      producer.shutdown();
      assertThat(producer.isStarted()).isFalse();
      assertThat(producer.isClosed()).isTrue();
      assertThat(server.goodbyes.size()).isEqualTo(1);
      assertThatThrownBy(producer::start)
          .isInstanceOfSatisfying(
              ONSClientException.class, error -> assertThat(error.isClosed()).isTrue())
          .hasMessageContaining("create a new one");
    }
  }

  @Test
  void a_client_that_was_never_started_can_be_shut_down() {
    Producer producer = producer("127.0.0.1:1");

    producer.shutdown();

    assertThat(producer.isClosed()).isTrue();
  }

  @Test
  void nobody_listens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    ONSClientException error = assertFails(producer("127.0.0.1:" + port));

    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
    assertThat(error)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("check that the server runs");
  }

  @Test
  void after_a_failure_start_may_be_called_again() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Producer producer = producer("127.0.0.1:" + port)) {
      assertThatThrownBy(producer::start).isInstanceOf(ONSClientException.class);
      try (FakeServer late = new FakeServer(port, null)) {
        producer.start();

        assertThat(producer.send(new Message("T", "t", new byte[1])).getMessageId()).isNotEmpty();
        assertThat(late.sends.size()).isEqualTo(1);
        producer.shutdown();
      }
    }
  }

  @Test
  void the_host_is_not_known() {
    assertThat(assertFails(producer("no-such-host.invalid:8081")))
        .hasMessageContaining("host name is not known")
        .hasMessageContaining("no-such-host.invalid:8081");
  }

  @Test
  void the_server_accepts_and_stays_silent() {
    try (FakeServer server = new FakeServer()) {
      server.onSettings = sent -> null;

      ONSClientException error = assertFails(producer(server.address()));

      assertThat(error.isTimeout()).isTrue();
      assertThat(error)
          .hasMessageContainingAll(
              server.address(),
              "connected, no settings within " + QUICK + " ms",
              "starting or overloaded",
              "raise ons.startTimeoutMillis")
          .message()
          .doesNotContain("address?");
    }
  }

  @Test
  void a_port_that_takes_connections_and_says_nothing_is_not_called_connected() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      ONSClientException error = assertFails(producer("127.0.0.1:" + silent.getLocalPort()));

      assertThat(error.isTimeout()).isTrue();
      assertThat(error)
          .hasMessageContainingAll("no connection within " + QUICK + " ms", "overloaded");
    }
  }

  @Test
  void a_handshake_that_breaks_off_is_tried_again_until_it_works(@TempDir Path folder)
      throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    int port;
    CompletableFuture<Void> started;
    try (ServerSocket overloaded = new ServerSocket(0)) {
      port = overloaded.getLocalPort();
      Producer producer =
          ONSFactory.createProducer(
              TestProperties.of(
                  "https://localhost:" + port,
                  "ons.tlsCaFile",
                  certificate.file().toString(),
                  "ons.startTimeoutMillis",
                  LONG));
      started =
          CompletableFuture.runAsync(producer::start).whenComplete((ok, e) -> producer.shutdown());
      overloaded.accept().close();
    }
    try (FakeServer recovered = new FakeServer(port, certificate.serverContext())) {
      started.get(60, TimeUnit.SECONDS);

      assertThat(recovered.telemetries.size()).isPositive();
    }
  }

  @Test
  void the_server_refuses_the_settings_and_is_not_asked_until_the_deadline() {
    try (FakeServer server = new FakeServer()) {
      server.onSettings =
          sent -> {
            throw Status.UNAUTHENTICATED.withDescription("who are you").asRuntimeException();
          };
      Producer producer =
          ONSFactory.createProducer(
              TestProperties.of(server.address(), "ons.startTimeoutMillis", LONG));

      ONSClientException error = assertFails(producer);

      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(error).hasMessageContaining("check AccessKey, SecretKey");
    }
  }

  @Test
  void a_group_that_the_server_does_not_know_is_named_with_the_remedy() {
    try (FakeServer server = new FakeServer()) {
      server.onSettings =
          sent -> {
            throw Status.INVALID_ARGUMENT
                .withDescription("telemetry failed. group not found: GID_test")
                .asRuntimeException();
          };

      ONSClientException error =
          assertFails(consumer(server.address(), "ons.startTimeoutMillis", LONG));

      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.CONSUMER_GROUP_NOT_FOUND);
      assertThat(error)
          .hasMessageContainingAll("GID_test", "create the group", "GROUP_ID", server.address());
      assertThat(error.getMessage()).doesNotContain("[");
    }
  }

  @Test
  void a_server_without_reading_at_offsets_says_what_to_use_instead() {
    try (FakeServer server = new FakeServer()) {
      server.onSettings =
          sent -> {
            throw Status.INTERNAL
                .withDescription("telemetry failed. Client type is not consumer, type: PULL")
                .asRuntimeException();
          };
      PullConsumer consumer =
          ONSFactory.createPullConsumer(
              TestProperties.of(server.address(), "ons.startTimeoutMillis", LONG));

      ONSClientException error = assertFails(consumer);

      assertThat(error.getErrorCode().category()).isEqualTo(Category.NOT_SUPPORTED);
      assertThat(error).hasMessageContainingAll("reading at offsets", "push consumer");
    }
  }

  @Test
  @Tag("F-025")
  void the_server_wants_tls_and_the_client_speaks_plain_text(@TempDir Path folder) {
    TestCertificate certificate = TestCertificate.create(folder);
    try (FakeServer server = new FakeServer(0, certificate.serverContext())) {
      assertThat(assertFails(producer(server.address()))).hasMessageContaining("wants TLS");
    }
  }

  @Test
  @Tag("F-025")
  void the_client_wants_tls_and_the_server_speaks_plain_text() {
    try (FakeServer server = new FakeServer()) {
      ONSClientException error = assertFails(patient("https://" + server.address()));

      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TLS_FAILED);
      assertThat(error).hasMessageContaining("http://");
    }
  }

  @Test
  @Tag("F-025")
  void a_certificate_must_be_trusted_unless_the_user_says_otherwise(@TempDir Path folder) {
    TestCertificate certificate = TestCertificate.create(folder);
    try (FakeServer server = new FakeServer(0, certificate.serverContext())) {
      String address = "https://localhost:" + server.port();

      ONSClientException error = assertFails(patient(address));
      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TLS_FAILED);
      assertThat(error).hasMessageContaining("ons.tlsCaFile").hasMessageContaining("trust-all");

      assertStarts(patient(address, "ons.tls", "trust-all"));
      assertStarts(patient(address, "ons.tlsCaFile", certificate.file().toString()));
      assertFails(
          producer(
              "https://127.0.0.2:" + server.port(),
              "ons.tlsCaFile",
              certificate.file().toString()));
    }
  }

  private static void assertStarts(Producer producer) {
    producer.start();
    assertThat(producer.isStarted()).isTrue();
    producer.shutdown();
  }

  @Test
  void a_consumer_of_a_topic_that_is_not_there_does_not_start() {
    try (FakeServer server = new FakeServer()) {
      server.onRoute =
          request ->
              QueryRouteResponse.newBuilder()
                  .setStatus(FakeServer.status(Code.TOPIC_NOT_FOUND))
                  .build();

      ONSClientException error = assertFails(consumer(server.address()));

      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
      assertThat(error).hasMessageContaining("topic T").hasMessageContaining("create the topic");
    }
  }

  @Test
  void a_consumer_whose_server_does_not_assign_queues_does_not_start() {
    try (FakeServer server = new FakeServer()) {
      server.onAssignment = request -> null;

      assertThat(assertFails(consumer(server.address())))
          .hasMessageContaining("topic T")
          .hasMessageContaining("which queues to receive from");
    }
  }

  @Test
  void a_route_without_addresses_is_an_error_and_no_endless_wait() {
    try (FakeServer server = new FakeServer()) {
      server.onRoute = request -> QueryRouteResponse.newBuilder().setStatus(FakeServer.OK).build();

      assertThat(assertFails(consumer(server.address())))
          .hasMessageContaining("has no queues on a master");
    }
  }

  @Test
  @Tag("F-016")
  void several_addresses_are_tried_in_order() throws IOException {
    int dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = free.getLocalPort();
    }
    try (FakeServer server = new FakeServer();
        Producer producer = producer("127.0.0.1:" + dead + ";" + server.address())) {
      producer.start();

      assertThat(producer.send(new Message("T", "t", new byte[1])).getMessageId()).isNotEmpty();
    }
  }

  @Test
  @Tag("F-005")
  void the_clients_of_a_process_share_one_connection_and_leave_no_thread() {
    try (FakeServer server = new FakeServer()) {
      Set<Thread> before = ownThreads();
      Producer producer = producer(server.address());
      Consumer consumer = consumer(server.address());
      producer.start();
      consumer.start();
      producer.send(new Message("T", "t", new byte[1]));

      assertThat(server.connections()).hasSize(1);

      producer.shutdown();
      assertThat(consumer.isStarted()).isTrue();
      consumer.shutdown();
      assertThat(ownThreads()).isSubsetOf(before);
    }
  }

  /** Waits for threads that are about to end. */
  private static Set<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ons-"))
        .filter(StartTest::isAliveForLong)
        .collect(Collectors.toSet());
  }

  private static boolean isAliveForLong(Thread thread) {
    try {
      thread.join(3_000);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return thread.isAlive();
  }
}
