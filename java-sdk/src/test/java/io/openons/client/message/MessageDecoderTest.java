package io.openons.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.Digest;
import io.openons.proto.v2.DigestType;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a received message is complete, and a damaged one is found.
 *
 * <p>Method: decodes messages with every property, digest and encoding.
 *
 * <p>A failure means: listeners see wrong or damaged messages.
 */
class MessageDecoderTest {
  private static final byte[] BODY = "123456789".getBytes(StandardCharsets.UTF_8);

  private static com.aliyun.openservices.ons.api.Message decode(Message.Builder wire)
      throws CorruptMessageException {
    return MessageDecoder.decode(
        new ReceivedMessage(wire.build(), FakeServer.endpoints(1), "broker"));
  }

  private static Message.Builder wire() {
    return WireMessages.message("T", "id", 1, BODY).toBuilder();
  }

  /** The values of the check string 123456789 are published with the algorithms. */
  @ParameterizedTest
  @CsvSource({
    "MD5,   25F9E794323B453885F5181F1B624D0B",
    "SHA1,  f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "CRC32, CBF43926",
    "CRC32, 00cbf43926"
  })
  void every_kind_of_digest_is_checked(DigestType type, String checksum) throws Exception {
    Message.Builder wire = wire();
    wire.getSystemPropertiesBuilder()
        .setBodyDigest(Digest.newBuilder().setType(type).setChecksum(checksum));

    assertThat(decode(wire).getBody()).isEqualTo(BODY);

    wire.setBody(ByteString.copyFromUtf8("123456780"));
    assertThatThrownBy(() -> decode(wire))
        .isInstanceOf(CorruptMessageException.class)
        .hasMessageContaining(type.name());
  }

  @Test
  void a_packed_body_is_unpacked_and_its_digest_is_that_of_the_packed_form() throws Exception {
    byte[] packed = gzip(BODY);
    Message.Builder wire = WireMessages.message("T", "id", 1, packed).toBuilder();
    wire.getSystemPropertiesBuilder().setBodyEncoding(Encoding.GZIP);

    assertThat(decode(wire).getBody()).isEqualTo(BODY);
  }

  @Test
  void a_body_that_is_not_packed_as_it_says_is_damaged() {
    Message.Builder wire = wire();
    wire.getSystemPropertiesBuilder().setBodyEncoding(Encoding.GZIP);

    assertThatThrownBy(() -> decode(wire)).isInstanceOf(CorruptMessageException.class);
  }

  @Test
  void a_body_that_unpacks_without_end_is_damaged() throws Exception {
    Message.Builder wire =
        WireMessages.message("T", "id", 1, gzip(new byte[(64 << 20) + 1])).toBuilder();
    wire.getSystemPropertiesBuilder().setBodyEncoding(Encoding.GZIP);

    assertThatThrownBy(() -> decode(wire))
        .isInstanceOf(CorruptMessageException.class)
        .hasMessageContaining("more than");
  }

  @Test
  void everything_that_the_sender_said_arrives() throws Exception {
    Message.Builder wire = wire().putUserProperties("colour", "red");
    wire.getSystemPropertiesBuilder()
        .setTag("tag")
        .addKeys("k1")
        .addKeys("k2")
        .setBornHost("host")
        .setBornTimestamp(Timestamp.newBuilder().setSeconds(5).setNanos(6_000_000))
        .setDeliveryTimestamp(Timestamp.newBuilder().setSeconds(7))
        .setMessageGroup("order-1");

    var message = decode(wire);

    assertThat(message.getTag()).isEqualTo("tag");
    assertThat(message.getKey()).isEqualTo("k1 k2");
    assertThat(message.getUserProperties("colour")).isEqualTo("red");
    assertThat(message.getBornHost()).isEqualTo("host");
    assertThat(message.getBornTimestamp()).isEqualTo(5006);
    assertThat(message.getStartDeliverTime()).isEqualTo(7000);
    assertThat(message.getShardingKey()).isEqualTo("order-1");
    assertThat(message.getReconsumeTimes()).isZero();
  }

  @Test
  void what_the_sender_did_not_say_is_null_or_empty_as_in_a_new_message() throws Exception {
    var message = decode(wire());

    assertThat(message.getTag()).isNull();
    assertThat(message.getKey()).isEmpty();
    assertThat(message.getShardingKey()).isEmpty();
    assertThat(message.getUserProperties("any")).isNull();
    assertThat(message.getUserProperties()).isEmpty();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(plain);
    }
    return packed.toByteArray();
  }
}
