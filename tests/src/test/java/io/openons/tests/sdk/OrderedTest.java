package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import io.openons.harness.Patience;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: the messages of a sharding key come in the order in which they were sent, and no key waits
 * for another. Method: ordered producers and consumers against a broker, with listeners that
 * suspend, fail and run at once. A failure means: users see an order paid before it was made.
 */
class OrderedTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<Message> consumed = new Seen<>();

  private OrderProducer producer() {
    return sdk.started(ONSFactory.createOrderProducer(sdk.properties("GID_producer")));
  }

  private void consume(MessageOrderListener listener, String... properties) {
    OrderConsumer consumer =
        ONSFactory.createOrderedConsumer(sdk.properties("GID_ordered", properties));
    consumer.subscribe("Orders", "*", listener);
    sdk.started(consumer);
  }

  @Test
  @Tag("F-080")
  @Tag("F-087")
  void each_sharding_key_keeps_its_order_and_reaches_the_consumer() {
    OrderProducer producer = producer();
    for (int i = 0; i < 200; i++) {
      producer.send(message("Orders", "" + i), "key-" + i % 7);
    }

    consume(
        (message, context) -> {
          consumed.add(message);
          return OrderAction.Success;
        });

    Map<String, List<Integer>> byKey =
        consumed.next(200).stream()
            .collect(
                Collectors.groupingBy(
                    Message::getShardingKey,
                    Collectors.mapping(
                        message -> Integer.parseInt(body(message)), Collectors.toList())));
    assertThat(byKey).hasSize(7);
    byKey.forEach((key, numbers) -> assertThat(numbers).as(key).isSorted());
  }

  @Test
  @Tag("F-081")
  void one_sharding_key_orders_the_whole_topic() {
    OrderProducer producer = producer();
    for (int i = 0; i < 100; i++) {
      producer.send(message("Orders", "" + i), "all");
    }

    consume(
        (message, context) -> {
          consumed.add(message);
          return OrderAction.Success;
        });

    assertThat(consumed.next(100))
        .extracting(SdkFixture::body)
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
  }

  @Test
  @Tag("F-083")
  void a_suspended_message_comes_again_before_those_behind_it_and_others_go_on() {
    OrderProducer producer = producer();
    producer.send(message("Orders", "a1"), "a");
    producer.send(message("Orders", "a2"), "a");
    producer.send(message("Orders", "b1"), "b");
    Seen<Message> others = new Seen<>();

    consume(
        (message, context) -> {
          (message.getShardingKey().equals("a") ? consumed : others).add(message);
          boolean again = body(message).equals("a1") && message.getReconsumeTimes() < 2;
          return again ? OrderAction.Suspend : OrderAction.Success;
        },
        "suspendTimeMillis",
        "10");

    assertThat(consumed.next(4))
        .extracting(SdkFixture::body)
        .containsExactly("a1", "a1", "a1", "a2");
    assertThat(body(others.next())).isEqualTo("b1");
  }

  @Test
  @Tag("F-084")
  @Tag("F-078")
  void a_message_that_fails_too_often_is_a_dead_letter_and_the_next_follows() {
    OrderProducer producer = producer();
    producer.send(message("Orders", "bad"), "a");
    producer.send(message("Orders", "good"), "a");

    consume(
        (message, context) -> {
          consumed.add(message);
          return body(message).equals("bad") ? OrderAction.Suspend : OrderAction.Success;
        },
        "suspendTimeMillis",
        "10",
        "maxReconsumeTimes",
        "2");

    assertThat(consumed.next(4))
        .extracting(SdkFixture::body)
        .containsExactly("bad", "bad", "bad", "good");
    Seen<Message> dead = new Seen<>();
    var reader = ONSFactory.createConsumer(sdk.properties("GID_reader"));
    reader.subscribe(
        "%DLQ%GID_ordered",
        "*",
        (message, context) -> {
          dead.add(message);
          return Action.CommitMessage;
        });
    sdk.started(reader);
    assertThat(body(dead.next())).isEqualTo("bad");
  }

  @Test
  @Tag("F-085")
  void with_several_senders_the_order_of_a_key_is_that_of_arrival_and_each_sender_keeps_its_own()
      throws Exception {
    OrderProducer producer = producer();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> senders =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  sender ->
                      threads.submit(
                          () -> {
                            for (int i = 100; i < 125; i++) {
                              producer.send(message("Orders", sender + "-" + i), "one");
                            }
                          }))
              .toList();
      for (Future<?> sender : senders) {
        sender.get(Patience.SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdown();
    }

    consume(
        (message, context) -> {
          consumed.add(message);
          return OrderAction.Success;
        });

    List<Message> all = consumed.next(100);
    assertThat(all).extracting(Message::getOffset).isSorted().doesNotHaveDuplicates();
    all.stream()
        .collect(Collectors.groupingBy(message -> body(message).substring(0, 1)))
        .forEach(
            (sender, own) ->
                assertThat(own).as(sender).hasSize(25).extracting(SdkFixture::body).isSorted());
  }
}
