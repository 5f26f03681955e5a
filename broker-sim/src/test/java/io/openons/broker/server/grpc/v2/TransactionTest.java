package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.producer;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TelemetryStream;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.TransactionResolution;
import io.openons.proto.v2.TransactionSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a half message is delivered if and only if its transaction is committed, and whoever can
 * know is asked for one that stays open.
 *
 * <p>Method: a broker that asks as soon as it can, each second.
 *
 * <p>A failure means: money is moved that was not, or the other way round.
 */
@Execution(ExecutionMode.CONCURRENT) // most of its time is spent waiting
class TransactionTest {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final int CHECKS = 15;

  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(broker -> broker.transactionChecks(AT_ONCE, AT_ONCE, CHECKS));

  private final String topic = fresh("topic");
  private final String group = fresh("group");
  private final RawClient sender = BROKER.connect(fresh("sender"));

  @Test
  void a_half_message_is_invisible_until_it_is_committed() {
    var sent = sendHalf("hello");
    assertThat(sent.getTransactionId()).isNotBlank().isASCII();
    assertNothingToReceive();

    assertCode(end(sent, TransactionResolution.COMMIT), Code.OK);

    var received = BROKER.client().receive(receive(group, topic)).only();
    assertThat(received.getBody().toStringUtf8()).isEqualTo("hello");
    assertThat(received.getSystemProperties().getMessageId()).isEqualTo(sent.getMessageId());
    assertThat(received.getSystemProperties().getMessageType()).isEqualTo(MessageType.TRANSACTION);
  }

  @Test
  void a_message_that_is_rolled_back_never_comes() {
    var sent = sendHalf("hello");

    assertCode(end(sent, TransactionResolution.ROLLBACK), Code.OK);

    assertNothingToReceive();
    assertCode(end(sent, TransactionResolution.COMMIT), Code.INVALID_TRANSACTION_ID);
    assertNothingToReceive();
  }

  @Test
  void a_transaction_can_be_decided_once() {
    var sent = sendHalf("hello");
    end(sent, TransactionResolution.COMMIT);

    assertCode(end(sent, TransactionResolution.COMMIT), Code.INVALID_TRANSACTION_ID);
    assertCode(end(sent, TransactionResolution.ROLLBACK), Code.INVALID_TRANSACTION_ID);
    assertThat(BROKER.client().receive(receive(group, topic)).bodies()).containsExactly("hello");
  }

  @Test
  void every_transaction_of_a_request_is_decided_apart() {
    var answer =
        sender.call().sendMessage(send(half(topic, "yes"), half(topic, "no"), half(topic, "open")));
    assertCode(answer.getStatus(), Code.OK);

    assertCode(end(answer.getEntries(0), TransactionResolution.COMMIT), Code.OK);
    assertCode(end(answer.getEntries(1), TransactionResolution.ROLLBACK), Code.OK);

    assertThat(BROKER.client().receive(receive(group, topic)).bodies()).containsExactly("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nonsense", "-", "0", "🚀", "zzzzzzzzzzzz-id", "-1-id"})
  void an_id_that_is_none_is_refused(String id) {
    var sent = sendHalf("hello");

    assertCode(
        end(sent.toBuilder().setTransactionId(id).build(), TransactionResolution.COMMIT),
        Code.INVALID_TRANSACTION_ID);
    assertNothingToReceive();
  }

  @Test
  void the_id_of_another_message_is_refused() {
    var sent = sendHalf("hello");
    var forged = sent.toBuilder().setTransactionId(sent.getTransactionId() + "x").build();

    assertCode(end(forged, TransactionResolution.COMMIT), Code.INVALID_TRANSACTION_ID);
    assertNothingToReceive();
  }

  @Test
  void the_id_of_another_topic_is_refused() {
    var sent = sendHalf("hello");
    var other = fresh("topic");
    Rpc.QUERY_ROUTE.call(BROKER.client(), other, group);
    var elsewhere = request(sent, TransactionResolution.COMMIT).setTopic(named(other));

    assertCode(
        sender.call().endTransaction(elsewhere.build()).getStatus(), Code.INVALID_TRANSACTION_ID);
    assertNothingToReceive();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99})
  void a_decision_that_is_none_is_refused_and_the_transaction_stays_open(int resolution) {
    var sent = sendHalf("hello");
    var undecided = request(sent, TransactionResolution.COMMIT).setResolutionValue(resolution);

    assertCode(sender.call().endTransaction(undecided.build()).getStatus(), Code.BAD_REQUEST);

    assertNothingToReceive();
    assertCode(end(sent, TransactionResolution.COMMIT), Code.OK);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 3_601, 315_576_000_000L})
  void a_recovery_duration_below_zero_or_above_an_hour_is_refused(long seconds) {
    var message = half(topic, "hello");
    message.getSystemPropertiesBuilder().setOrphanedTransactionRecoveryDuration(seconds(seconds));

    assertCode(sender.call().sendMessage(send(message)).getStatus(), Code.BAD_REQUEST);
  }

  @Test
  void the_sender_of_an_open_transaction_is_asked_with_the_whole_message() throws Exception {
    try (var stream = sender.telemetry()) {
      stream.send(producer(topic)).next();
      var message = half(topic, "hello").putUserProperties("colour", "blau");
      message.getSystemPropertiesBuilder().setTag("paid").addKeys("order-1");
      var sent = sender.call().sendMessage(send(message)).getEntries(0);

      var command = stream.next();

      assertCode(command.getStatus(), Code.OK);
      var check = command.getRecoverOrphanedTransactionCommand();
      assertThat(check.getTransactionId()).isEqualTo(sent.getTransactionId());
      assertWhole(check.getMessage(), message);
      assertCode(answer(sender, check, TransactionResolution.COMMIT), Code.OK);
      assertThat(BROKER.client().receive(receive(group, topic)).bodies()).containsExactly("hello");
    }
  }

  @Test
  void a_sender_whose_settings_do_not_name_the_topic_is_asked_too() throws Exception {
    try (var stream = sender.telemetry()) {
      stream.send(producer()).next();

      var sent = sendHalf("hello");

      assertThat(nextCheck(stream).getTransactionId()).isEqualTo(sent.getTransactionId());
      end(sent, TransactionResolution.ROLLBACK);
    }
  }

  @Test
  void who_does_not_answer_is_asked_again() throws Exception {
    try (var stream = sender.telemetry()) {
      stream.send(producer(topic)).next();
      var sent = sendHalf("hello");

      nextCheck(stream);
      var again = nextCheck(stream);

      assertThat(again.getTransactionId()).isEqualTo(sent.getTransactionId());
      assertCode(answer(sender, again, TransactionResolution.ROLLBACK), Code.OK);
      assertNothingToReceive();
    }
  }

  @Test
  void a_message_may_ask_for_more_time_before_its_check() throws Exception {
    try (var stream = sender.telemetry()) {
      stream.send(producer(topic)).next();
      var patient = half(topic, "patient");
      patient.getSystemPropertiesBuilder().setOrphanedTransactionRecoveryDuration(seconds(3_600));
      assertCode(sender.call().sendMessage(send(patient)).getStatus(), Code.OK);
      var hasty = sendHalf("hasty");

      assertThat(nextCheck(stream).getTransactionId()).isEqualTo(hasty.getTransactionId());
      assertThat(nextCheck(stream).getTransactionId()).isEqualTo(hasty.getTransactionId());
      end(hasty, TransactionResolution.ROLLBACK);
    }
  }

  /** How a sender may be gone. */
  enum End {
    STREAM {
      @Override
      void of(RawClient sender) {}
    },
    GOODBYE {
      @Override
      void of(RawClient sender) {
        var goodbye = NotifyClientTerminationRequest.getDefaultInstance();
        assertCode(sender.call().notifyClientTermination(goodbye).getStatus(), Code.OK);
      }
    },
    CONNECTION {
      @Override
      void of(RawClient sender) {
        sender.close();
      }
    };

    abstract void of(RawClient sender);
  }

  @ParameterizedTest
  @EnumSource
  void another_producer_of_the_topic_is_asked_when_the_sender_is_gone(End end) throws Exception {
    var other = BROKER.connect(fresh("other"));
    SendResultEntry sent;
    try (var gone = sender.telemetry()) {
      gone.send(producer(topic)).next();
      var message = half(topic, "hello");
      message.getSystemPropertiesBuilder().setOrphanedTransactionRecoveryDuration(seconds(1));
      sent = sender.call().sendMessage(send(message)).getEntries(0);
    }
    end.of(sender);
    try (var stream = other.telemetry()) {
      stream.send(producer(topic)).next();

      var check = nextCheck(stream);

      assertThat(check.getTransactionId()).isEqualTo(sent.getTransactionId());
      assertCode(answer(other, check, TransactionResolution.COMMIT), Code.OK);
      assertThat(BROKER.client().receive(receive(group, topic)).bodies()).containsExactly("hello");
    }
  }

  @Test
  void open_transactions_and_their_ids_outlive_the_broker(@TempDir Path folder) throws Exception {
    UnaryOperator<OnsBroker.Builder> configuration =
        builder ->
            builder
                .dataDir(folder)
                .newGroupsStartAt(StartPosition.EARLIEST)
                .transactionChecks(AT_ONCE, AT_ONCE, CHECKS);
    var message = half(topic, "asked for");
    SendResultEntry late;
    try (var before = configuration.apply(OnsBroker.builder()).start();
        var client = new RawClient(before.endpoint(), "before")) {
      var answer = client.call().sendMessage(send(message, half(topic, "decided late")));
      late = answer.getEntries(1);
    }

    try (var after = configuration.apply(OnsBroker.builder()).start();
        var client = new RawClient(after.endpoint(), "after")) {
      var commit = request(late, TransactionResolution.COMMIT).build();
      assertCode(client.call().endTransaction(commit).getStatus(), Code.OK);
      assertThat(client.receive(receive(group, topic)).bodies()).containsExactly("decided late");
      try (var stream = client.telemetry()) {
        stream.send(producer(topic)).next();
        var check = nextCheck(stream);
        assertWhole(check.getMessage(), message);
        assertCode(answer(client, check, TransactionResolution.COMMIT), Code.OK);
        assertThat(client.receive(receive(group, topic)).bodies()).containsExactly("asked for");
      }
    }
  }

  private static void assertWhole(Message received, Message.Builder sent) {
    assertThat(received.getTopic()).isEqualTo(sent.getTopic());
    assertThat(received.getBody()).isEqualTo(sent.getBody());
    assertThat(received.getUserPropertiesMap()).isEqualTo(sent.getUserPropertiesMap());
    var was = sent.getSystemProperties();
    var is = received.getSystemProperties();
    assertThat(is.getMessageType()).isEqualTo(MessageType.TRANSACTION);
    assertThat(is.getMessageId()).isEqualTo(was.getMessageId());
    assertThat(is.getTag()).isEqualTo(was.getTag());
    assertThat(is.getKeysList()).isEqualTo(was.getKeysList());
    assertThat(is.getBornTimestamp()).isEqualTo(was.getBornTimestamp());
    assertThat(is.getBornHost()).isEqualTo(was.getBornHost());
    assertThat(is.getBodyEncoding()).isEqualTo(was.getBodyEncoding());
    assertThat(is.getBodyDigest().getChecksum()).hasSize(32);
  }

  private static RecoverOrphanedTransactionCommand nextCheck(TelemetryStream stream)
      throws InterruptedException {
    var command = stream.next();
    assertThat(command.hasRecoverOrphanedTransactionCommand()).as("%s", command).isTrue();
    return command.getRecoverOrphanedTransactionCommand();
  }

  private static Status answer(
      RawClient client, RecoverOrphanedTransactionCommand check, TransactionResolution resolution) {
    var request =
        EndTransactionRequest.newBuilder()
            .setTopic(check.getMessage().getTopic())
            .setMessageId(check.getMessage().getSystemProperties().getMessageId())
            .setTransactionId(check.getTransactionId())
            .setResolution(resolution)
            .setSource(TransactionSource.SOURCE_SERVER_CHECK);
    return client.call().endTransaction(request.build()).getStatus();
  }

  private SendResultEntry sendHalf(String body) {
    var answer = sender.call().sendMessage(send(half(topic, body)));
    assertCode(answer.getStatus(), Code.OK);
    return answer.getEntries(0);
  }

  private Status end(SendResultEntry sent, TransactionResolution resolution) {
    return sender.call().endTransaction(request(sent, resolution).build()).getStatus();
  }

  private EndTransactionRequest.Builder request(
      SendResultEntry sent, TransactionResolution resolution) {
    return EndTransactionRequest.newBuilder()
        .setTopic(named(topic))
        .setMessageId(sent.getMessageId())
        .setTransactionId(sent.getTransactionId())
        .setResolution(resolution)
        .setSource(TransactionSource.SOURCE_CLIENT);
  }

  private void assertNothingToReceive() {
    var answer = BROKER.client().receive(receive(group, topic).setLongPollingTimeout(seconds(0)));
    assertCode(answer.status(), Code.MESSAGE_NOT_FOUND);
  }
}
