package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.consumer;
import static io.openons.broker.testing.Samples.delayed;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.producer;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.TransactionResolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a client id, a stream, a lease, a transaction and a recall handle belong to the user who
 * opened them, whatever rights another user has.
 *
 * <p>Method: two users with all rights; the second one tries every call with the ids and handles of
 * the first one.
 *
 * <p>A failure means: a user ends another user's clients, or decides about another user's messages.
 */
class OwnershipTest {
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "owner", "secretKey": "one", "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "owner-2", "secretKey": "two", "user": "owner",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "thief", "secretKey": "three", "topics": {"*": "both"}, "groups": {"*": "both"}}
      ]}
      """;

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  @TempDir static Path folder;

  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(builder -> builder.users(users()).transactionChecks(AT_ONCE, AT_ONCE, 15));

  private final String topic = fresh("topic");
  private final String group = fresh("group");
  private final String id = fresh("client");
  private final RawClient owner = BROKER.connect(id).signedBy("owner", "one");
  private final RawClient thief = BROKER.connect(fresh("thief")).signedBy("thief", "three");

  private static Path users() {
    try {
      return Files.writeString(folder.resolve("users.json"), USERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_client_id_that_another_user_took_first_is_free_for_its_owner(Rpc rpc) {
    var impostor = BROKER.connect(id).signedBy("thief", "three");
    var named = BROKER.connect(fresh("client")).signedBy("owner", "one");
    Rpc.QUERY_ROUTE.call(impostor, topic, group);
    rpc.call(impostor, topic, group);

    var status = rpc.call(owner, topic, group);

    assertCode(status, rpc.call(named, topic, group).getCode());
  }

  @Test
  void streams_of_two_users_with_one_client_id_are_open_beside_each_other() throws Exception {
    Rpc.QUERY_ROUTE.call(owner, topic, group);
    try (var theirs = BROKER.connect(id).signedBy("thief", "three").telemetry();
        var ours = owner.telemetry()) {
      assertThat(theirs.send(consumer(group, topic)).next().hasSettings()).isTrue();
      assertThat(ours.send(consumer(group, topic)).next().hasSettings()).isTrue();
    }
  }

  @Test
  void a_client_is_neither_ended_nor_kept_alive_by_another_user() throws Exception {
    // Given a lease that the broker renews as long as its holder lives, and no other sign of life.
    sendOne(message(topic, "hello"));
    var renewed = receive(group, topic).setAutoRenew(true);
    try (var stream = owner.telemetry()) {
      stream.send(consumer(group, topic)).next();
      assertThat(owner.receive(renewed).bodies()).hasSize(1);
      var impostor = BROKER.connect(id).signedBy("thief", "three");

      // When another user ends a client of that id, the lease stays.
      var end = NotifyClientTerminationRequest.getDefaultInstance();
      assertCode(impostor.call().notifyClientTermination(end).getStatus(), Code.OK);
      assertThat(colleague().receive(now()).bodies()).isEmpty();
    }

    // When the owner's client is gone, another user's keeps nothing alive.
    var beat = HeartbeatRequest.newBuilder().setClientType(ClientType.PRODUCER).build();
    var impostor = BROKER.connect(id).signedBy("thief", "three");
    assertCode(impostor.call().heartbeat(beat).getStatus(), Code.OK);
    assertCode(
        owner
            .call()
            .notifyClientTermination(NotifyClientTerminationRequest.getDefaultInstance())
            .getStatus(),
        Code.OK);
    assertThat(colleague().receive(receive(group, topic)).bodies()).hasSize(1);
  }

  private RawClient colleague() {
    return BROKER.connect(fresh("colleague")).signedBy("owner", "one");
  }

  private ReceiveMessageRequest.Builder now() {
    return receive(group, topic).setLongPollingTimeout(seconds(0));
  }

  @Test
  void a_lease_is_ended_changed_or_buried_by_its_user_only() {
    var handle = receiveOne();
    var bury =
        ForwardMessageToDeadLetterQueueRequest.newBuilder()
            .setGroup(named(group))
            .setTopic(named(topic))
            .setReceiptHandle(handle)
            .build();

    assertCode(
        thief.call().ackMessage(ack(group, topic, handle).build()).getEntries(0).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    assertCode(
        thief
            .call()
            .changeInvisibleDuration(change(group, topic, handle, seconds(10)).build())
            .getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    assertCode(
        thief.call().forwardMessageToDeadLetterQueue(bury).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    assertCode(owner.call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
  }

  @Test
  void a_changed_lease_stays_its_users() {
    var handle = receiveOne();
    var changed =
        owner.call().changeInvisibleDuration(change(group, topic, handle, seconds(10)).build());

    var next = changed.getReceiptHandle();

    assertCode(
        thief.call().ackMessage(ack(group, topic, next).build()).getEntries(0).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    assertCode(owner.call().ackMessage(ack(group, topic, next).build()).getStatus(), Code.OK);
  }

  @Test
  void another_access_key_of_the_same_user_goes_on_with_its_leases() {
    var handle = receiveOne();
    owner.signedBy("owner-2", "two");

    assertCode(owner.call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
  }

  @Test
  void a_transaction_is_decided_by_its_user_only() {
    var sent = sendOne(half(topic, "a half"));
    var end =
        EndTransactionRequest.newBuilder()
            .setTopic(named(topic))
            .setMessageId(sent.getMessageId())
            .setTransactionId(sent.getTransactionId())
            .setResolution(TransactionResolution.COMMIT)
            .build();

    assertCode(thief.call().endTransaction(end).getStatus(), Code.INVALID_TRANSACTION_ID);
    assertCode(owner.call().endTransaction(end).getStatus(), Code.OK);
  }

  @Test
  void a_transaction_whose_sender_is_gone_is_asked_of_producers_of_its_user_only()
      throws Exception {
    try (var theirs = thief.telemetry();
        var ours = BROKER.connect(fresh("colleague")).signedBy("owner-2", "two").telemetry()) {
      theirs.send(producer(topic)).next();
      var sent = sendOne(half(topic, "a half")); // by a client without a stream to ask it by
      ours.send(producer(topic)).next();

      var check = ours.next().getRecoverOrphanedTransactionCommand();

      assertThat(check.getMessage().getSystemProperties().getMessageId())
          .isEqualTo(sent.getMessageId());
      // Commands come in order: a question would be before the answer.
      assertThat(theirs.send(producer(topic)).next().hasSettings()).isTrue();
      var end =
          EndTransactionRequest.newBuilder()
              .setTopic(named(topic))
              .setMessageId(sent.getMessageId())
              .setTransactionId(check.getTransactionId())
              .setResolution(TransactionResolution.COMMIT)
              .build();
      assertCode(thief.call().endTransaction(end).getStatus(), Code.INVALID_TRANSACTION_ID);
      assertCode(owner.call().endTransaction(end).getStatus(), Code.OK);
    }
  }

  @Test
  void a_delayed_message_is_recalled_by_its_user_only() {
    var sent = sendOne(delayed(topic, Instant.now().plusSeconds(3600), "later"));
    var recall =
        RecallMessageRequest.newBuilder()
            .setTopic(named(topic))
            .setRecallHandle(sent.getRecallHandle())
            .build();

    assertCode(thief.call().recallMessage(recall).getStatus(), Code.BAD_REQUEST);
    assertCode(owner.call().recallMessage(recall).getStatus(), Code.OK);
  }

  private SendResultEntry sendOne(io.openons.proto.v2.Message.Builder message) {
    return owner.call().sendMessage(send(message)).getEntries(0);
  }

  private String receiveOne() {
    sendOne(message(topic, "hello"));
    return owner.receive(receive(group, topic)).handle();
  }
}
