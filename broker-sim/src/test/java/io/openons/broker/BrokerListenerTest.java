package io.openons.broker;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.SendResultEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: the listener of a program that embeds a broker hears of each event, and breaks nothing.
 * Method: a listener that writes down what it hears, and one that throws. A failure means: wrong
 * counters, or a broker that stops because of one.
 */
class BrokerListenerTest {
  private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
  private static final AtomicLong FLUSHED = new AtomicLong();

  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(builder -> builder.flushMode(FlushMode.SYNC).listener(new Notes()));

  @RegisterExtension
  static final TestBroker FAULTY =
      new TestBroker(builder -> builder.flushMode(FlushMode.SYNC).listener(new Faulty()));

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  /** Writes events down. */
  private static final class Notes implements BrokerListener {
    @Override
    public void published(String topic) {
      EVENTS.add("published " + topic);
    }

    @Override
    public void delivered(String topic, String group, int messages) {
      EVENTS.add("delivered %s %s %d".formatted(topic, group, messages));
    }

    @Override
    public void acknowledged(String topic, String group) {
      EVENTS.add("acknowledged %s %s".formatted(topic, group));
    }

    @Override
    public void buried(String topic, String group) {
      EVENTS.add("buried %s %s".formatted(topic, group));
    }

    @Override
    public void refused(String reason) {
      EVENTS.add("refused " + reason);
    }

    @Override
    public void flushed(long bytes, Duration took) {
      assertThat(took).isPositive();
      FLUSHED.addAndGet(bytes);
    }
  }

  /** Fails at each event. */
  private static final class Faulty implements BrokerListener {
    private static RuntimeException fault() {
      return new IllegalStateException("a counter that is broken");
    }

    @Override
    public void published(String topic) {
      throw fault();
    }

    @Override
    public void delivered(String topic, String group, int messages) {
      throw fault();
    }

    @Override
    public void acknowledged(String topic, String group) {
      throw fault();
    }

    @Override
    public void buried(String topic, String group) {
      throw fault();
    }

    @Override
    public void refused(String reason) {
      throw fault();
    }

    @Override
    public void flushed(long bytes, Duration took) {
      throw fault();
    }
  }

  private SendResultEntry sendOne(RawClient client, String body) {
    return client.call().sendMessage(send(message(topic, body))).getEntries(0);
  }

  private void consumeOne(RawClient client) {
    assertCode(sendOne(client, "hello").getStatus(), Code.OK);
    var handle = client.receive(receive(group, topic)).handle();
    assertCode(client.call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
  }

  private void buryOne(RawClient client) {
    assertCode(sendOne(client, "bad").getStatus(), Code.OK);
    var bury =
        ForwardMessageToDeadLetterQueueRequest.newBuilder()
            .setTopic(named(topic))
            .setGroup(named(group))
            .setReceiptHandle(client.receive(receive(group, topic)).handle())
            .build();
    assertCode(client.call().forwardMessageToDeadLetterQueue(bury).getStatus(), Code.OK);
  }

  /** The events of this test, in order. */
  private List<String> events() {
    return EVENTS.stream().filter(event -> event.contains(topic)).toList();
  }

  @Test
  void a_message_that_is_consumed_is_published_delivered_and_acknowledged() {
    consumeOne(BROKER.client());

    assertThat(events())
        .containsExactlyInAnyOrder(
            "published " + topic,
            "delivered %s %s 1".formatted(topic, group),
            "acknowledged %s %s".formatted(topic, group));
  }

  @Test
  void a_message_that_is_set_aside_is_buried() {
    buryOne(BROKER.client());

    assertThat(events()).contains("buried %s %s".formatted(topic, group));
  }

  @Test
  void a_message_and_a_request_that_are_refused_are_heard_of_with_the_reason() {
    var empty = message(topic, "").setBody(ByteString.EMPTY);
    BROKER.client().call().sendMessage(send(empty));
    var readOnly = fresh("read-only");
    BROKER
        .broker()
        .createTopic(readOnly, new TopicSettings(1, Set.of(MessageKind.NORMAL), Permission.READ));
    BROKER.client().call().sendMessage(send(message(readOnly, "hello")));

    assertThat(EVENTS).contains("refused MESSAGE_BODY_EMPTY", "refused FORBIDDEN");
    assertThat(events()).doesNotContain("published " + topic);
  }

  @Test
  void what_becomes_durable_is_counted_in_bytes() {
    var before = FLUSHED.get();

    assertCode(sendOne(BROKER.client(), "x".repeat(100_000)).getStatus(), Code.OK);

    assertThat(FLUSHED.get() - before).isGreaterThan(100_000);
  }

  @Test
  void a_listener_that_throws_changes_nothing() {
    consumeOne(FAULTY.client());
    buryOne(FAULTY.client());
    var refused = sendOne(FAULTY.client(), "");

    assertCode(refused.getStatus(), Code.MESSAGE_BODY_EMPTY);
    consumeOne(FAULTY.client());
  }
}
