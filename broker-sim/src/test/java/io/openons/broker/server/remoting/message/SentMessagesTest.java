package io.openons.broker.server.remoting.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.remoting.message.SentMessages.Sent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Goal: what a client sends is kept in the words of the core, and what another client gets is what
 * was sent.
 *
 * <p>Method: properties as clients write them, read, written and compared.
 *
 * <p>A failure means: messages lose or gain something between clients.
 */
class SentMessagesTest {
  private static final long NOW = 1_700_000_000_000L;

  private static SentMessages.Read read(String properties) {
    return SentMessages.read(
        new Sent(0, 7, properties, NOW, "10.1.2.3", 0, ByteBuffer.wrap(new byte[] {1})), NOW);
  }

  private static String text(String... pairs) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
    }
    return PropertyText.write(properties);
  }

  /** Returns the properties that a client reads in the record of a message. */
  private static Map<String, String> delivered(Message message) {
    var record =
        MessageBytes.of(
            UnpooledByteBufAllocator.DEFAULT,
            "orders",
            List.of(Found.of(new StoredMessage(1, 2, 3, NOW, message))),
            Receiver.any(InetSocketAddress.createUnresolved("x", 1)));
    try {
      assertThat(record.readInt()).isEqualTo(record.readableBytes() + 4);
      assertThat(record.getInt(16)).as("the user's flag").isEqualTo(7);
      record.skipBytes(80);
      record.skipBytes(record.readInt());
      record.skipBytes(record.readUnsignedByte());
      var properties = record.readCharSequence(record.readShort(), StandardCharsets.UTF_8);
      assertThat(record.isReadable()).isFalse();
      return PropertyText.read(properties.toString());
    } finally {
      record.release();
    }
  }

  @Test
  void the_core_gets_id_tag_keys_and_sharding_key() {
    var message =
        read(text("UNIQ_KEY", "id", "TAGS", "paid", "KEYS", "a b", "__SHARDINGKEY", "s", "x", "y"))
            .message();

    assertThat(message.id()).isEqualTo("id");
    assertThat(message.tag()).isEqualTo("paid");
    assertThat(message.keys()).containsExactly("a", "b");
    assertThat(message.shardingKey()).isEqualTo("s");
    assertThat(message.kind()).isEqualTo(MessageKind.FIFO);
    assertThat(message.properties()).isEqualTo(Map.of("x", "y"));
  }

  @Test
  void every_property_comes_back_the_empty_and_the_unknown_ones_too() {
    var sent =
        Map.of(
            "UNIQ_KEY",
            "id",
            "TAGS",
            "paid",
            "KEYS",
            "",
            "WAIT",
            "true",
            "INSTANCE_ID",
            "",
            "x",
            "two\nlines",
            "y",
            "z");

    var got = delivered(read(PropertyText.write(sent)).message());

    assertThat(got).containsAllEntriesOf(sent);
    assertThat(got.keySet())
        .containsExactlyInAnyOrder(
            "UNIQ_KEY", "TAGS", "KEYS", "WAIT", "INSTANCE_ID", "x", "y", "MSG_REGION", "TRACE_ON");
  }

  @Test
  void the_last_separator_may_be_missing() {
    assertThat(PropertyText.read("a\u0001b\u0002c\u0001d")).isEqualTo(Map.of("a", "b", "c", "d"));
    assertThat(PropertyText.read("\u0001b\u0002nothing\u0002")).isEmpty();
  }

  @Test
  void a_delay_level_is_a_time_and_does_not_come_back() {
    var message = read(text("UNIQ_KEY", "id", "DELAY", "3")).message();

    assertThat(message.kind()).isEqualTo(MessageKind.DELAY);
    assertThat(message.deliveryTime()).isEqualTo(NOW + 10_000);
    assertThat(delivered(message)).doesNotContainKey("DELAY");
  }

  @Test
  void delays_by_time_in_each_form_are_known() {
    var time = String.valueOf(NOW + 5);
    assertThat(read(text("__STARTDELIVERTIME", time)).message().deliveryTime()).isEqualTo(NOW + 5);
    assertThat(read(text("TIMER_DELIVER_MS", time)).message().deliveryTime()).isEqualTo(NOW + 5);
    assertThat(read(text("TIMER_DELAY_SEC", "2")).message().deliveryTime()).isEqualTo(NOW + 2000);
    assertThat(read(text("TIMER_DELAY_MS", "2")).message().deliveryTime()).isEqualTo(NOW + 2);
  }

  @Test
  void a_half_message_names_its_producers_and_its_immunity() {
    var read =
        read(text("TRAN_MSG", "true", "PGROUP", "PID", "CHECK_IMMUNITY_TIME_IN_SECONDS", "9"));

    assertThat(read.message().kind()).isEqualTo(MessageKind.TRANSACTION);
    assertThat(read.producerGroup()).isEqualTo("PID");
    assertThat(read.checkImmunity()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void a_half_message_with_a_delay_a_number_that_is_none_and_an_unknown_encoding_are_refused() {
    assertThatThrownBy(() -> read(text("TRAN_MSG", "true", "DELAY", "1")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("delay");
    assertThatThrownBy(() -> read(text("DELAY", "soon")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("DELAY is 'soon'");
    assertThatThrownBy(() -> SystemFlags.encoding(0x701))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("0x700");
  }

  @Test
  void a_batch_with_random_changes_is_a_batch_or_refused() {
    var one = ByteBuffer.allocate(24);
    one.putInt(24).putInt(0).putInt(0).putInt(5).putInt(2).put((byte) 1).put((byte) 2);
    one.putShort((short) 0);
    var good = ByteBuffer.allocate(48).put(one.array(), 0, 24).put(one.array(), 0, 24).array();
    good[3] = 24;
    int refused = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new SplittableRandom(seed);
      var changed = good.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      try {
        BatchBody.read(new Sent(0, 0, "", NOW, "", 0, ByteBuffer.wrap(changed)));
      } catch (BrokerException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }
}
