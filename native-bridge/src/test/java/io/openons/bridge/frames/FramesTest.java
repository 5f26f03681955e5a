package io.openons.bridge.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageAccessor;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: frames are laid out as onsclient.h says, in both directions.
 *
 * <p>Method: messages of every kind written and read, and damaged frames.
 *
 * <p>A failure means: every language reads garbage.
 */
class FramesTest {
  /** The native side's tests read and write the same bytes. */
  private static final String GOLDEN =
      "9d000000"
          + "0100"
          + "0100"
          + "0807060504030201" // size, kind, properties, token
          + "00e40b5402000000"
          + "00e1f50500000000"
          + "0000000000000000"
          + "2a00000000000000"
          + "03000000"
          + "00000000"
          + "00000000" // number, status, flags
          + "06000000"
          + "01000000"
          + "02000000"
          + "03000000" // topic, tag, key, sharding key
          + "04000000"
          + "07000000"
          + "03000000"
          + "00000000" // id, born host, partition, extra
          + "14000000"
          + "0b000000" // properties, body
          + "6f7264657273"
          + "41"
          + "6b31"
          + "c3bc73"
          + "69643031"
          + "31302e302e3031"
          + "622d31"
          + "04000000"
          + "08000000"
          + "6e616d65"
          + "f09f9a80f09f9a80"
          + "68656c6c6f00ff80207f0a";

  private static Message golden() {
    Message message =
        new Message("orders", "A", "k1", HexFormat.of().parseHex("68656c6c6f00ff80207f0a"));
    message.setShardingKey("\u00fcs");
    message.setMsgID("id01");
    message.setBornHost("10.0.01");
    message.setBornTimestamp(100_000_000);
    message.setStartDeliverTime(10_000_000_000L);
    message.setReconsumeTimes(3);
    MessageAccessor.putSystemProperties(message, Message.SystemPropKey.CONSUMEOFFSET, "42");
    MessageAccessor.setPartition(message, "b-1");
    message.putUserProperties("name", "\ud83d\ude80\ud83d\ude80");
    return message;
  }

  @Test
  void a_message_has_the_bytes_that_the_header_describes() {
    // when
    byte[] frame = FrameWriter.message(0x0102030405060708L, golden());

    // then
    assertThat(HexFormat.of().formatHex(frame)).isEqualTo(GOLDEN);
  }

  @Test
  void the_same_bytes_are_read_as_the_message_to_send() {
    // when
    Outgoing outgoing = Outgoing.one(HexFormat.of().parseHex(GOLDEN));

    // then
    Message message = outgoing.message();
    assertThat(outgoing.token()).isEqualTo(0x0102030405060708L);
    assertThat(message.getTopic()).isEqualTo("orders");
    assertThat(message.getTag()).isEqualTo("A");
    assertThat(message.getKey()).isEqualTo("k1");
    assertThat(message.getShardingKey()).isEqualTo("\u00fcs");
    assertThat(message.getStartDeliverTime()).isEqualTo(10_000_000_000L);
    assertThat(message.getUserProperties("name")).isEqualTo("\ud83d\ude80\ud83d\ude80");
    assertThat(message.getBody()).isEqualTo(golden().getBody());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 256, 4 << 20})
  void bodies_of_any_size_and_byte_come_through(int size) {
    // given
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    for (int i = 0; i < Math.min(size, 256); i++) {
      body[i] = (byte) i;
    }

    // when
    Outgoing read = Outgoing.one(FrameWriter.message(1, new Message("t", null, body)));

    // then
    assertThat(read.message().getBody()).isEqualTo(body);
    assertThat(read.message().getTag()).isNull();
  }

  @Test
  void frames_that_follow_each_other_are_read_in_order() {
    // given
    byte[] first = FrameWriter.message(1, new Message("a", null, new byte[] {1}));
    byte[] second = FrameWriter.message(2, new Message("b", null, new byte[] {2}));

    // when / then
    assertThat(Outgoing.all(Joined.frames(first, second)))
        .extracting(Outgoing::token)
        .containsExactly(1L, 2L);
  }

  @Test
  void texts_properties_and_body_stand_in_the_order_of_their_sizes() {
    int[] sizes = Arrays.copyOf(FrameWriter.SIZES_OF_TEXTS, FrameWriter.SIZES_OF_TEXTS.length + 2);
    sizes[sizes.length - 2] = FrameAt.PROPERTIES;
    sizes[sizes.length - 1] = FrameAt.BODY;
    for (int i = 0; i < sizes.length; i++) {
      assertThat(sizes[i]).isEqualTo(FrameAt.END - Integer.BYTES * (sizes.length - i));
    }
  }

  @Test
  void every_cut_of_a_frame_is_refused() {
    byte[] frame = HexFormat.of().parseHex(GOLDEN);
    for (int size = 1; size < frame.length; size++) {
      byte[] cut = Arrays.copyOf(frame, size);
      assertThatThrownBy(() -> Outgoing.all(cut)).isInstanceOf(ONSClientException.class);
    }
  }

  @Test
  void every_size_field_that_lies_is_refused() {
    for (int field = FrameAt.TOPIC; field < FrameAt.END; field += Integer.BYTES) {
      for (int lie : new int[] {-1, Integer.MAX_VALUE, 1 << 20}) {
        byte[] frame = HexFormat.of().parseHex(GOLDEN);
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(field, lie);
        assertThatThrownBy(() -> Outgoing.one(frame)).isInstanceOf(ONSClientException.class);
      }
    }
  }

  @Test
  void text_that_is_not_utf8_is_refused_by_name() {
    // given
    byte[] frame = FrameWriter.message(1, new Message("topic", null, new byte[] {1}));
    frame[FrameAt.END] = (byte) 0xC0;

    // when / then
    assertThatThrownBy(() -> Outgoing.one(frame)).hasMessage("the topic is not valid UTF-8");
  }

  @Test
  void an_error_tells_code_name_request_and_whether_to_try_again() {
    // given
    var thrown =
        new ONSClientException("slow down", null, ErrorCode.TOO_MANY_REQUESTS, 42900, "request-1");

    // when
    ByteBuffer frame = ByteBuffer.wrap(FrameWriter.error(thrown)).order(ByteOrder.LITTLE_ENDIAN);

    // then
    assertThat(frame.getShort(FrameAt.KIND)).isEqualTo((short) Numbers.FRAME_ERROR);
    assertThat(frame.getInt(FrameAt.NUMBER)).isEqualTo(42900);
    assertThat(frame.getInt(FrameAt.STATUS)).isEqualTo(Numbers.E_THROTTLED);
    assertThat(frame.getInt(FrameAt.FLAGS)).isEqualTo(Numbers.ERROR_RETRYABLE);
    assertThat(new String(frame.array(), StandardCharsets.UTF_8))
        .contains("request-1TOO_MANY_REQUESTSslow down");
    assertThat(frame.getInt(FrameAt.BODY)).isBetween(1, Failure.MOST_DETAIL);
  }

  @Test
  void a_detail_is_cut_between_two_characters() {
    assertThat(Texts.cut("a\ud83d\ude80b".getBytes(StandardCharsets.UTF_8), 4))
        .isEqualTo(new byte[] {'a'});
  }

  @Test
  void any_other_exception_is_a_defect() {
    assertThat(Failure.of(new IllegalStateException("broken")))
        .extracting(Failure::status, Failure::message)
        .containsExactly(Numbers.E_INTERNAL, "java.lang.IllegalStateException: broken");
  }
}
