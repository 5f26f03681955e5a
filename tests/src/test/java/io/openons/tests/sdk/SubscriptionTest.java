package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a consumer gets the messages that it subscribed to, and a group shares them. Method:
 * consumers with tags, SQL expressions and several topics against a broker. A failure means:
 * messages go to consumers that did not want them, or to nobody.
 */
class SubscriptionTest {
  private static final String LAST = "last";

  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<String> consumed = new Seen<>();
  private Producer producer;

  @BeforeEach
  void start() {
    producer = sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
  }

  private static MessageListener into(Seen<String> seen) {
    return (message, context) -> {
      seen.add(body(message));
      return Action.CommitMessage;
    };
  }

  private void send(String topic, String tag, String body) {
    Message message = message(topic, body);
    message.setTag(tag);
    producer.send(message);
  }

  @ParameterizedTest
  @CsvSource({
    "*,              A B C A* none",
    "A,              A",
    "A||B,           A B",
    "A || B,         A B",
    "'  A  ||  C  ', A C",
    "unknown,        ''",
    "A*,             A*",
    "'',             A B C A* none",
  })
  @Tag("F-050")
  @Tag("F-056")
  @Tag("F-057")
  void a_subscription_gets_the_messages_of_its_tags_and_a_star_is_no_wildcard_in_a_tag(
      String expression, String expected) {
    for (String tag : List.of("A", "B", "C", "A*")) {
      send("Tagged", tag, tag);
    }
    send("Tagged", null, "none");
    Consumer consumer = ONSFactory.createConsumer(sdk.properties("GID_tagged"));
    consumer.subscribe("Tagged", expression, into(consumed));
    consumer.subscribe("Marker", "*", into(consumed));
    sdk.started(consumer);
    List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(" "));

    List<String> seen = consumed.next(wanted.size());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(wanted);
    send("Marker", "tag", LAST);
    assertThat(consumed.next()).isEqualTo(LAST);
    consumer.shutdown();
    assertThat(consumed.size()).isZero();
  }

  @Test
  @Tag("F-055")
  void a_consumer_has_several_topics_each_with_its_listener() {
    Seen<String> bills = new Seen<>();
    Consumer consumer = ONSFactory.createConsumer(sdk.properties("GID_several"));
    consumer.subscribe("Orders", "*", into(consumed));
    consumer.subscribe("Returns", "*", into(consumed));
    consumer.subscribe("Bills", "*", into(bills));
    sdk.started(consumer);

    send("Orders", "tag", "order");
    send("Returns", "tag", "return");
    send("Bills", "tag", "bill");

    assertThat(consumed.next(2)).containsExactlyInAnyOrder("order", "return");
    assertThat(bills.next()).isEqualTo("bill");
  }

  /** Twelve consumers for eight queues: if whole queues were given out, four would have nothing. */
  @Test
  @Tag("F-058")
  @Tag("F-059")
  @Tag("F-072")
  void consumers_of_a_group_share_its_messages_by_default_and_none_is_idle() {
    int consumers = 12;
    CountDownLatch idle = new CountDownLatch(consumers);
    for (int i = 0; i < consumers; i++) {
      Consumer consumer = ONSFactory.createConsumer(sdk.properties("GID_shared"));
      AtomicBoolean first = new AtomicBoolean(true);
      consumer.subscribe(
          "Shared",
          "*",
          (message, context) -> {
            if (first.getAndSet(false)) {
              idle.countDown();
            }
            return into(consumed).consume(message, context);
          });
      sdk.started(consumer);
    }

    List<String> sent = new ArrayList<>();
    while (idle.getCount() > 0 && sent.size() < 5_000) {
      sent.add("" + sent.size());
      send("Shared", "tag", sent.get(sent.size() - 1));
    }

    assertThat(consumed.next(sent.size())).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(idle.getCount()).as("consumers without a message").isZero();
    sdk.endClients();
    assertThat(consumed.size()).isZero();
  }
}
