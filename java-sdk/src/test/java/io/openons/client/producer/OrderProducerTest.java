package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.TestProperties;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.SystemProperties;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: messages of a sharding key go to one queue under one group.
 *
 * <p>Method: sends keys of every kind and looks at the requests.
 *
 * <p>A failure means: order is lost.
 */
class OrderProducerTest {
  private final FakeServer server = new FakeServer();
  private final OrderProducer producer =
      ONSFactory.createOrderProducer(TestProperties.of(server.address()));

  @BeforeEach
  void start() {
    server.queues = 8;
    producer.start();
  }

  @AfterEach
  void close() {
    producer.shutdown();
    server.close();
  }

  private SystemProperties send(String shardingKey) {
    producer.send(new Message("T", "tag", new byte[] {1}), shardingKey);
    return server.sends.next().getMessages(0).getSystemProperties();
  }

  @Test
  void the_sharding_key_is_the_message_group() {
    SystemProperties sent = send("order-1");

    assertThat(sent.getMessageType()).isEqualTo(MessageType.FIFO);
    assertThat(sent.getMessageGroup()).isEqualTo("order-1");
  }

  @Test
  void a_sharding_key_keeps_its_queue() {
    Set<Integer> queues =
        IntStream.range(0, 5)
            .mapToObj(i -> send("order-1").getQueueId())
            .collect(Collectors.toSet());

    assertThat(queues).hasSize(1);
  }

  @Test
  void a_key_of_63_bytes_travels_as_it_is_and_a_longer_one_as_its_hash() {
    String longest = "k".repeat(63);
    String tooLong = "ü".repeat(32);

    assertThat(send(longest).getMessageGroup()).isEqualTo(longest);
    String hash = send(tooLong).getMessageGroup();
    assertThat(hash).hasSize(43).isEqualTo(send(tooLong).getMessageGroup());
    assertThat(send("ä".repeat(32)).getMessageGroup()).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @Tag("F-082")
  @NullSource
  @ValueSource(strings = {"", "  "})
  void a_blank_sharding_key_is_refused(String shardingKey) {
    assertThatThrownBy(() -> producer.send(new Message("T", "tag", new byte[1]), shardingKey))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.ILLEGAL_MESSAGE_GROUP));
    assertThat(server.sends.size()).isZero();
  }

  @Test
  void an_ordered_send_has_three_seconds_unless_told_otherwise() {
    assertThat(
            ProducerConfig.from(ClientKind.ORDER_PRODUCER, TestProperties.of("h:1")).sendTimeout())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(
            ProducerConfig.from(
                    ClientKind.ORDER_PRODUCER,
                    TestProperties.of("h:1", "SendMsgTimeoutMillis", "7"))
                .sendTimeout())
        .isEqualTo(Duration.ofMillis(7));
  }
}
