package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import io.openons.tests.sdk.SdkFixture.Seen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: a message that a listener fails on comes again, and in the end becomes a dead letter.
 * Method: listeners that answer later, throw and answer nothing, against a broker with short waits.
 * A failure means: a message is lost after a failure, or comes for ever.
 */
class RetryTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<Message> consumed = new Seen<>();

  private Producer producer() {
    return sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
  }

  private void consume(
      String topic, MessageSelector selector, MessageListener listener, String... properties) {
    var consumer = ONSFactory.createConsumer(sdk.properties("GID_retry", properties));
    consumer.subscribe(topic, selector, listener);
    sdk.started(consumer);
  }

  private Action commit(Message message) {
    consumed.add(message);
    return Action.CommitMessage;
  }

  @Test
  @Tag("F-051")
  @Tag("F-052")
  @Tag("F-077")
  void what_is_put_off_or_fails_comes_again_and_knows_how_often() {
    producer().send(message("Tasks", "again"));

    consume(
        "Tasks",
        null,
        (message, context) -> {
          if (message.getReconsumeTimes() == 0) {
            throw new IllegalStateException("from the listener");
          }
          return commit(message);
        });

    Message again = consumed.next();
    assertThat(body(again)).isEqualTo("again");
    assertThat(again.getReconsumeTimes()).isEqualTo(1);
    assertThat(again.getBornHost()).isNotEmpty();
    assertThat(again.getBornTimestamp()).isPositive();
  }

  @Test
  @Tag("F-078")
  void a_message_without_a_retry_left_is_a_dead_letter() {
    producer().send(message("Tasks", "bad"));
    consume("Tasks", null, (message, context) -> null, "maxReconsumeTimes", "0");

    var reader = ONSFactory.createConsumer(sdk.properties("GID_reader"));
    reader.subscribe("%DLQ%GID_retry", "*", (message, context) -> commit(message));
    sdk.started(reader);

    assertThat(body(consumed.next())).isEqualTo("bad");
  }

  @Test
  @Tag("F-076")
  void a_condition_in_sql_selects_by_user_properties() {
    Producer producer = producer();
    for (int price : new int[] {5, 50}) {
      Message message = message("Offers", "price " + price);
      message.putUserProperties("price", "" + price);
      producer.send(message);
    }

    consume("Offers", MessageSelector.bySql("price > 10"), (message, context) -> commit(message));

    assertThat(body(consumed.next())).isEqualTo("price 50");
  }
}
