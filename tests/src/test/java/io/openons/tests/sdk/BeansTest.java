package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.bean.BatchConsumerBean;
import com.aliyun.openservices.ons.api.bean.ConsumerBean;
import com.aliyun.openservices.ons.api.bean.OrderConsumerBean;
import com.aliyun.openservices.ons.api.bean.OrderProducerBean;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import com.aliyun.openservices.ons.api.bean.Subscription;
import com.aliyun.openservices.ons.api.bean.TransactionProducerBean;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: clients can be made as beans: by setters, started and shut down by a container. Method:
 * each bean with properties and subscriptions against a broker. A failure means: a Spring
 * application has clients that do nothing, or do not end.
 */
class BeansTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<Message> consumed = new Seen<>();

  private static Subscription to(String topic, String expression) {
    Subscription subscription = new Subscription();
    subscription.setTopic(topic);
    subscription.setExpression(expression);
    return subscription;
  }

  @Test
  @Tag("F-131")
  void beans_of_a_producer_and_a_consumer() {
    ConsumerBean consumer = new ConsumerBean();
    consumer.setProperties(sdk.properties("GID_beans"));
    consumer.setSubscriptionTable(
        Map.of(
            to("Beans", "tag"),
            (message, context) -> {
              consumed.add(message);
              return Action.CommitMessage;
            }));
    sdk.started(consumer);
    ProducerBean producer = new ProducerBean();
    producer.setProperties(sdk.properties("GID_producer"));
    sdk.started(producer).send(message("Beans", "hello"));

    assertThat(body(consumed.next())).isEqualTo("hello");
    assertThat(consumer.isStarted()).isTrue();
    consumer.shutdown();
    assertThat(consumer.isClosed()).isTrue();
  }

  @Test
  @Tag("F-131")
  void beans_of_ordered_messages() {
    OrderConsumerBean consumer = new OrderConsumerBean();
    consumer.setProperties(sdk.properties("GID_beans"));
    consumer.setSubscriptionTable(
        Map.of(
            to("Beans", "*"),
            (message, context) -> {
              consumed.add(message);
              return OrderAction.Success;
            }));
    sdk.started(consumer);
    OrderProducerBean producer = new OrderProducerBean();
    producer.setProperties(sdk.properties("GID_producer"));
    sdk.started(producer).send(message("Beans", "hello"), "key");

    assertThat(consumed.next().getShardingKey()).isEqualTo("key");
  }

  @Test
  @Tag("F-131")
  void beans_of_transactions_and_batches() {
    BatchConsumerBean consumer = new BatchConsumerBean();
    consumer.setProperties(sdk.properties("GID_beans"));
    consumer.setSubscriptionTable(
        Map.of(
            to("Beans", null),
            (messages, context) -> {
              messages.forEach(consumed::add);
              return Action.CommitMessage;
            }));
    sdk.started(consumer);
    TransactionProducerBean producer = new TransactionProducerBean();
    producer.setProperties(sdk.properties("GID_producer"));
    producer.setLocalTransactionChecker(message -> TransactionStatus.Unknow);
    sdk.started(producer)
        .send(message("Beans", "hello"), (half, arg) -> TransactionStatus.CommitTransaction, null);

    assertThat(body(consumed.next())).isEqualTo("hello");
  }

  /** The beans of consumers take what their clients take, before and after the start. */
  @Test
  void an_offset_store_is_given_before_the_start_and_a_rate_after_it() {
    Seen<String> stored = new Seen<>();
    ConsumerBean consumer = new ConsumerBean();
    consumer.setProperties(sdk.properties("GID_beans", "MessageModel", "BROADCASTING"));
    consumer.setSubscriptionTable(
        Map.of(to("Beans", "*"), (message, context) -> Action.CommitMessage));
    consumer.setOffsetStore(new TellingStore(stored));

    sdk.started(consumer);
    consumer.rateLimit("Beans", 1_000);

    assertThat(stored.next()).startsWith("Beans");
    assertThatThrownBy(() -> consumer.setOffsetStore(new TellingStore(stored)))
        .hasMessageContaining("before start");
    assertThatThrownBy(() -> new OrderConsumerBean().rateLimit("Beans", 1))
        .hasMessageContaining("start()");
  }

  private record TellingStore(Seen<String> stored) implements OffsetStore {
    @Override
    public void start() {}

    @Override
    public void shutdown() {}

    @Override
    public void updateOffset(TopicPartition partition, long offset) {
      stored.add(partition.getTopic() + partition.getPartition());
    }

    @Override
    public Optional<Long> readOffset(TopicPartition partition) {
      return Optional.empty();
    }
  }

  @Test
  void a_bean_says_what_it_lacks() {
    assertThatThrownBy(new ProducerBean()::start)
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("properties");
    ConsumerBean consumer = new ConsumerBean();
    consumer.setProperties(sdk.properties("GID_beans"));
    assertThatThrownBy(consumer::start).hasMessageContaining("subscription table");
    consumer.setSubscriptionTable(Map.of(badType(), (message, context) -> Action.CommitMessage));
    assertThatThrownBy(consumer::start).hasMessageContaining("XPATH").hasMessageContaining("SQL92");
    assertThatThrownBy(() -> new ProducerBean().send(message("Beans", "x")))
        .hasMessageContaining("start()");
    consumer.shutdown();
    assertThat(consumer.isStarted()).isFalse();
  }

  private static Subscription badType() {
    Subscription subscription = to("Beans", "*");
    subscription.setType("XPATH");
    return subscription;
  }
}
