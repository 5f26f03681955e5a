package io.openons.broker.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.BrokerFixture;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.ReceiptHandle;
import io.openons.broker.core.message.Message.BodyEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: messages keep every bit on their way to the disk and back, filters choose by whole tags,
 * names mean one thing. Method: messages are encoded and decoded, names and filters are parsed. A
 * failure means messages that change on their way.
 */
class MessageTest {
  @Test
  void a_stored_message_is_the_sent_one_bit_by_bit() {
    byte[] body = new byte[256];
    IntStream.range(0, 256).forEach(i -> body[i] = (byte) i);
    Message sent =
        new Message(
            "01-id",
            MessageKind.FIFO,
            "标签",
            List.of("key 1", "ключ"),
            Map.of("a", "", "b", "\uD83D\uDE00", "c", "x".repeat(16_000)),
            "sharding key",
            1_234_567_890_999L,
            Message.BodyEncoding.GZIP,
            1_234_567_890_123L,
            "host",
            "00-trace",
            new Message.Origin("inst%topic", "02-id"),
            ByteBuffer.wrap(body));

    assertThat(storedAndRead(sent)).isEqualTo(sent);
  }

  @Test
  void what_a_sender_left_out_stays_out() {
    Message sent =
        new Message(
            "id",
            MessageKind.NORMAL,
            null,
            List.of(),
            Map.of(),
            null,
            0,
            Message.BodyEncoding.IDENTITY,
            0,
            "",
            null,
            null,
            ByteBuffer.wrap(new byte[1]));

    assertThat(storedAndRead(sent)).isEqualTo(sent);
  }

  @Test
  void a_message_at_its_limits_is_stored() {
    Map<String, String> properties =
        IntStream.range(0, 128)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> "v".repeat(100)));
    Message sent =
        new Message(
            "id",
            MessageKind.NORMAL,
            "T",
            List.of(),
            properties,
            null,
            0,
            Message.BodyEncoding.IDENTITY,
            0,
            "",
            null,
            null,
            ByteBuffer.allocate(Limits.MAX_BODY_BYTES));

    assertThat(storedAndRead(sent)).isEqualTo(sent);
  }

  private static Message storedAndRead(Message message) {
    return MessageCodec.decode(ByteBuffer.wrap(MessageCodec.encode(message)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", " * "})
  void no_expression_and_a_star_want_everything(String expression) {
    TagFilter filter = TagFilter.parse(expression);
    assertThat(wants(filter, "A")).isTrue();
    assertThat(wants(filter, null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "A,A,true",
    "A,B,false",
    "A||B,B,true",
    "'A || B',A,true",
    "'  A||B  ',B,true",
    "A||B,C,false",
    "A*,AB,false",
    "*||A,*,true",
    "*||A,B,false",
    "A,a,false"
  })
  void tagsAreComparedAsAWhole(String expression, String tag, boolean wanted) {
    assertThat(wants(TagFilter.parse(expression), tag)).isEqualTo(wanted);
  }

  private static boolean wants(TagFilter filter, String tag) {
    Message message = BrokerFixture.message(tag, "x");
    return filter.mayMatch(message.tagHash()) && filter.matches(message);
  }

  @ParameterizedTest
  @CsvSource({"||,1", "A||,4", "||A,1", "A||||B,4", "A|B,1", "'A || |',5"})
  void a_filter_without_a_tag_somewhere_is_refused_with_the_place(String expression, int place) {
    assertThatThrownBy(() -> TagFilter.parse(expression))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_FILTER))
        .hasMessageContaining("at character " + place);
  }

  @ParameterizedTest
  @CsvSource({
    "'',orders,'',orders", "MQ_INST_1,orders,MQ_INST_1,orders",
        "'',MQ_INST_1%orders,MQ_INST_1,orders",
    "MQ_INST_1,MQ_INST_1%orders,MQ_INST_1,orders", "'',%DLQ%GID_a,'',%DLQ%GID_a",
        "X,Y%orders,X,Y%orders",
    "'',%DLQ%X%GID_a,X,%DLQ%GID_a", "X,%DLQ%GID_a,X,%DLQ%GID_a"
  })
  void aNameWithItsInstanceInFrontIsTheSameName(
      String instance, String name, String expectedInstance, String expectedName) {
    assertThat(ResourceName.of(instance, name))
        .isEqualTo(new ResourceName(expectedInstance, expectedName));
  }

  @Test
  void every_receipt_handle_is_read_back() {
    ReceiptHandle handle = new ReceiptHandle(3, 70_000, 7, Long.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(ReceiptHandle.parse(handle.toString())).isEqualTo(handle);
  }

  @ParameterizedTest
  @CsvSource({
    "NORMAL, IDENTITY, 00, 00",
    "FIFO, GZIP, 01, 01",
    "DELAY, IDENTITY, 02, 00",
    "NORMAL, ZLIB, 00, 02",
    "NORMAL, LZ4, 00, 03",
    "NORMAL, ZSTD, 00, 04",
    "TRANSACTION, GZIP, 03, 01"
  })
  void the_numbers_of_kinds_and_encodings_are_those_on_disk(
      MessageKind kind, BodyEncoding encoding, String kindNumber, String encodingNumber)
      throws IOException {
    byte[] golden = golden(kindNumber, encodingNumber);
    Message message =
        new Message(
            "id-1",
            kind,
            "TagA",
            List.of("k1", "k2"),
            Map.of("p", "v"),
            null,
            7,
            encoding,
            1_767_225_600_000L,
            "host",
            null,
            null,
            ByteBuffer.wrap("body".getBytes(StandardCharsets.UTF_8)));

    assertThat(MessageCodec.encode(message)).isEqualTo(golden);
    assertThat(MessageCodec.decode(ByteBuffer.wrap(golden))).isEqualTo(message);
  }

  @Test
  void every_kind_and_encoding_has_a_golden_record() {
    assertThat(MessageKind.values()).hasSize(4);
    assertThat(BodyEncoding.values()).hasSize(5);
  }

  @Test
  void a_number_that_this_version_does_not_know_is_named() throws IOException {
    assertThatThrownBy(() -> MessageCodec.decode(ByteBuffer.wrap(golden("09", "00"))))
        .hasMessageContaining("unknown kind 9");
    assertThatThrownBy(() -> MessageCodec.decode(ByteBuffer.wrap(golden("00", "09"))))
        .hasMessageContaining("unknown encoding 9");
  }

  private static byte[] golden(String kindNumber, String encodingNumber) throws IOException {
    try (InputStream in = MessageTest.class.getResourceAsStream("/golden/message.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s", "");
      return HexFormat.of().parseHex(hex.replace("KK", kindNumber).replace("EE", encodingNumber));
    }
  }
}
