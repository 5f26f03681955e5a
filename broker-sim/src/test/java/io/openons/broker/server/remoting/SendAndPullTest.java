package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.HAS_SUBSCRIPTION;
import static io.openons.broker.server.remoting.RemotingFixture.ONE_WAY;
import static io.openons.broker.server.remoting.RemotingFixture.PULL;
import static io.openons.broker.server.remoting.RemotingFixture.SEND;
import static io.openons.broker.server.remoting.RemotingFixture.WAIT;
import static io.openons.broker.server.remoting.RemotingFixture.body;
import static io.openons.broker.server.remoting.RemotingFixture.deliveries;
import static io.openons.broker.server.remoting.RemotingFixture.heartbeat;
import static io.openons.broker.server.remoting.RemotingFixture.position;
import static io.openons.broker.server.remoting.RemotingFixture.pull;
import static io.openons.broker.server.remoting.RemotingFixture.pullFields;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static io.openons.broker.server.remoting.RemotingFixture.sendFields;
import static io.openons.broker.testing.TestBroker.fresh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Format;
import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what is sent is read, by the offsets that the answers name, held and woken as clients
 * expect it.
 *
 * <p>Method: requests of a client that the tests write.
 *
 * <p>A failure means: official clients lose messages, wait in vain or turn in circles.
 */
class SendAndPullTest {
  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(builder -> builder.queuesOfNewTopics(2));

  private final String topic = fresh("orders");
  private final String group = fresh("GID_shop");
  private RemotingClient client;

  @BeforeEach
  void connect() throws IOException {
    client = new RemotingClient(BROKER.broker().endpoint("remoting"));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
  }

  @Test
  void the_route_names_the_address_that_was_reached_and_all_queues() throws IOException {
    var answer = client.ask(105, "topic", topic);

    assertThat(answer.code()).isZero();
    assertThat(UTF_8.decode(answer.body().duplicate()).toString())
        .contains("\"brokerAddrs\":{\"0\":\"" + BROKER.broker().endpoint("remoting") + "\"}")
        .contains("\"readQueueNums\":2,\"writeQueueNums\":2")
        .contains("\"perm\":6");
  }

  @Test
  void who_asks_for_the_default_topic_learns_of_the_broker() throws IOException {
    var answer = client.ask(105, "topic", "TBW102");

    assertThat(answer.code()).isZero();
    assertThat(UTF_8.decode(answer.body().duplicate()).toString())
        .contains(BROKER.broker().endpoint("remoting"))
        .contains("\"writeQueueNums\":1");
    var sent = client.ask(310, RemotingFixture.sendFields("TBW102", 0), new byte[1]);
    assertThat(sent.code()).isNotZero();
    assertThat(sent.remark()).contains("reserved");
  }

  @Test
  void names_that_are_not_allowed_have_no_route() throws IOException {
    assertThat(client.ask(105, "topic", "no blanks").code()).isEqualTo(17);
    assertThat(client.ask(105, "topic", "no blanks").remark()).contains("letters");
  }

  @Test
  void what_is_not_known_is_answered_so() throws IOException {
    var answer = client.ask(4711);

    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.remark()).isEqualTo(" request type 4711 not supported");
  }

  @Test
  void a_field_that_is_missing_or_no_number_is_named() throws IOException {
    assertThat(client.ask(30, "topic", topic).remark()).contains("no field 'queueId'");
    assertThat(client.ask(30, "topic", topic, "queueId", "one").remark())
        .contains("'queueId'", "'one'", "whole number");
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void a_message_goes_to_its_queue_and_is_read_there(Format format) throws IOException {
    try (var other = new RemotingClient(BROKER.broker().endpoint("remoting"), format)) {
      client.ask(105, "topic", topic);
      var sent = send(other, topic, 1, "hello", "TAGS", "paid");

      assertThat(sent.fields())
          .containsEntry("queueId", "1")
          .containsEntry("queueOffset", "0")
          .containsEntry("transactionId", "id-of-" + topic)
          .containsEntry("MSG_REGION", "DefaultRegion")
          .hasEntrySatisfying("msgId", id -> assertThat(id).matches("[0-9A-F]{32}"));
      var read = pull(other, topic, 1, 0);
      assertThat(read.code()).isZero();
      assertThat(body(read)).isEqualTo("hello");
      assertThat(read.fields())
          .containsEntry("nextBeginOffset", "1")
          .containsEntry("minOffset", "0")
          .containsEntry("maxOffset", "1")
          .containsEntry("suggestWhichBrokerId", "0");
    }
  }

  @Test
  void a_message_is_found_by_the_id_that_the_answer_names_and_nothing_at_other_places()
      throws IOException {
    var id = send(client, topic, 0, "hello").fields().get("msgId");
    long place = Long.parseLong(id.substring(16), 16);

    assertThat(body(client.ask(33, "offset", place))).isEqualTo("hello");
    assertThat(client.ask(33, "offset", place + 1).code()).isEqualTo(1);
    assertThat(client.ask(33, "offset", -5).remark()).contains("no message at position -5");
    assertThat(client.ask(33, "offset", Long.MAX_VALUE).code()).isEqualTo(1);
  }

  @Test
  void a_message_is_found_by_its_key_within_a_time() throws IOException {
    send(client, topic, 0, "hello", "KEYS", "k1 k2");

    var found =
        client.ask(
            12,
            "topic",
            topic,
            "key",
            "k2",
            "maxNum",
            8,
            "beginTimestamp",
            0,
            "endTimestamp",
            Long.MAX_VALUE);
    assertThat(body(found)).isEqualTo("hello");
    var notThen =
        client.ask(
            12, "topic", topic, "key", "k2", "maxNum", 8, "beginTimestamp", 0, "endTimestamp", 5);
    assertThat(notThen.code()).isEqualTo(22);
  }

  @Test
  void a_pull_that_finds_nothing_waits_until_a_message_comes_while_others_are_answered()
      throws IOException {
    client.ask(105, "topic", topic);
    int waits =
        client.send(
            PULL, 0, pullFields(group, topic, 0, 0, WAIT | HAS_SUBSCRIPTION, 20_000), new byte[0]);

    send(client, topic, 0, "hello");

    assertThat(body(client.next(answer -> answer.opaque() == waits))).isEqualTo("hello");
  }

  @Test
  void a_pull_that_may_not_wait_or_waits_in_vain_keeps_its_offset() throws IOException {
    client.ask(105, "topic", topic);

    assertThat(pull(client, topic, 0, 0).code()).isEqualTo(19);
    var answer =
        client.ask(PULL, pullFields(group, topic, 0, 0, WAIT | HAS_SUBSCRIPTION, 50), new byte[0]);
    assertThat(answer.code()).isEqualTo(19);
    assertThat(answer.fields()).containsEntry("nextBeginOffset", "0");
  }

  @Test
  void a_pull_outside_of_the_queue_is_told_the_nearest_offset() throws IOException {
    send(client, topic, 0, "hello");

    var beyond = pull(client, topic, 0, 99);
    assertThat(beyond.code()).isEqualTo(21);
    assertThat(beyond.fields()).containsEntry("nextBeginOffset", "1");
    var before = pull(client, topic, 0, -3);
    assertThat(before.code()).isEqualTo(21);
    assertThat(before.fields()).containsEntry("nextBeginOffset", "0");
  }

  @Test
  void tags_of_the_heartbeat_filter_and_what_is_passed_over_is_not_read_again() throws IOException {
    client.ask(105, "topic", topic);
    assertThat(client.askJson(34, heartbeat(fresh("client"), group, topic, "paid")).code())
        .isZero();
    send(client, topic, 0, "other", "TAGS", "lost");

    var passed = client.ask(PULL, pullFields(group, topic, 0, 0, 0, 0), new byte[0]);
    assertThat(passed.code()).isEqualTo(20);
    assertThat(passed.fields()).containsEntry("nextBeginOffset", "1");
    send(client, topic, 0, "mine", "TAGS", "paid");
    var read = client.ask(PULL, pullFields(group, topic, 0, 1, 0, 0), new byte[0]);
    assertThat(body(read)).isEqualTo("mine");
  }

  @Test
  void a_pull_without_a_subscription_is_refused() throws IOException {
    client.ask(105, "topic", topic);

    assertThat(client.ask(PULL, pullFields(group, topic, 0, 0, 0, 0), new byte[0]).code())
        .isEqualTo(24);
  }

  @Test
  void offsets_are_kept_for_the_group_whatever_they_are() throws IOException {
    send(client, topic, 0, "one");
    send(client, topic, 0, "two");
    var unknown = client.ask(14, "consumerGroup", group, "topic", topic, "queueId", 0);
    assertThat(unknown.code()).isEqualTo(22);

    for (var offset : new long[] {2, 1, 99, -1}) {
      client.ask(15, "consumerGroup", group, "topic", topic, "queueId", 0, "commitOffset", offset);
      var kept = client.ask(14, "consumerGroup", group, "topic", topic, "queueId", 0);
      assertThat(kept.fields()).containsEntry("offset", "" + Math.max(0, Math.min(2, offset)));
    }
  }

  @Test
  void the_ends_of_a_queue_and_times_are_found() throws IOException {
    client.ask(105, "topic", topic);
    assertThat(client.ask(32, "topic", topic, "queueId", 0).fields())
        .containsEntry("timestamp", "-1");
    send(client, topic, 0, "one");

    assertThat(client.ask(30, "topic", topic, "queueId", 0).fields()).containsEntry("offset", "1");
    assertThat(client.ask(31, "topic", topic, "queueId", 0).fields()).containsEntry("offset", "0");
    assertThat(client.ask(29, "topic", topic, "queueId", 0, "timestamp", 0).fields())
        .containsEntry("offset", "0");
    assertThat(client.ask(29, "topic", topic, "queueId", 0, "timestamp", Long.MAX_VALUE).fields())
        .containsEntry("offset", "1");
  }

  @Test
  void what_is_sent_one_way_is_stored_and_not_answered() throws IOException {
    client.ask(105, "topic", topic);
    client.send(SEND, ONE_WAY, sendFields(topic, 0), "hello".getBytes(UTF_8));

    var next = client.ask(30, "topic", topic, "queueId", 0);
    assertThat(next.fields()).containsEntry("offset", "1");
  }

  @Test
  void a_queue_that_is_not_there_and_an_empty_body_are_refused() throws IOException {
    client.ask(105, "topic", topic);

    var noQueue = client.ask(SEND, sendFields(topic, 7), new byte[] {1});
    assertThat(noQueue.remark()).contains("queues 0 to 1, not 7");
    assertThat(client.ask(SEND, sendFields(topic, 0), new byte[0]).code()).isEqualTo(13);
  }

  @Test
  void a_message_that_is_given_back_comes_again_and_is_a_dead_letter_in_the_end()
      throws IOException {
    send(client, topic, 0, "hello");
    client.askJson(34, heartbeat(fresh("client"), group, topic, "*", "%RETRY%" + group, "*"));
    long place = position(pull(client, topic, 0, 0));

    var back =
        client.ask(
            36,
            "group",
            group,
            "offset",
            place,
            "delayLevel",
            1,
            "maxReconsumeTimes",
            1,
            "originTopic",
            topic);
    assertThat(back.code()).as(back.remark()).isZero();

    var again = pullWaiting("%RETRY%" + group, 0);
    assertThat(body(again)).isEqualTo("hello");
    assertThat(deliveries(again)).isEqualTo(1);
    assertThat(UTF_8.decode(again.body().duplicate()).toString())
        .contains("RETRY_TOPIC\u0001" + topic);
    client.ask(
        36, "group", group, "offset", position(again), "delayLevel", 1, "maxReconsumeTimes", 1);
    var dead = pullWaiting("%DLQ%" + group, 0);
    assertThat(body(dead)).isEqualTo("hello");
    assertThat(UTF_8.decode(dead.body().duplicate()).toString())
        .contains("DLQ_ORIGIN_TOPIC\u0001" + topic);
  }

  private Command pullWaiting(String from, long offset) throws IOException {
    return client.ask(
        PULL,
        pullFields(
            "GID_reader",
            from,
            0,
            offset,
            WAIT | HAS_SUBSCRIPTION,
            Duration.ofSeconds(20).toMillis()),
        new byte[0]);
  }
}
