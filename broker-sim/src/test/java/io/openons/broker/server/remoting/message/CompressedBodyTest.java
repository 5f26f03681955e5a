package io.openons.broker.server.remoting.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.remoting.message.SentMessages.Sent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: whoever compressed a body, every receiver can read it.
 *
 * <p>Method: bodies as clients compress them, written for receivers of releases old and new.
 *
 * <p>A failure means: users get bytes that are not their message.
 */
class CompressedBodyTest {
  private static final byte[] BODY = "a body that repeats itself ".repeat(400).getBytes(UTF_8);
  private static final InetSocketAddress BROKER = new InetSocketAddress("127.0.0.1", 9876);
  private static final int FLAGS = 36;
  private static final int BODY_LENGTH = 84;

  private static byte[] compressed(BodyEncoding encoding) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (encoding) {
          case LZ4 -> new LZ4FrameOutputStream(bytes);
          case ZSTD -> new ZstdOutputStream(bytes);
          default -> new DeflaterOutputStream(bytes);
        }) {
      out.write(BODY);
    }
    return bytes.toByteArray();
  }

  private static ByteBuf written(int flags, byte[] body, int version) {
    var sent = new Sent(flags, 0, "", 0, "127.0.0.1", 0, ByteBuffer.wrap(body));
    var stored = new StoredMessage(0, 0, 0, 0, SentMessages.read(sent, 0).message());
    return MessageBytes.of(
        UnpooledByteBufAllocator.DEFAULT,
        "orders",
        List.of(Found.of(stored)),
        new Receiver(BROKER, version));
  }

  private static byte[] body(ByteBuf record) {
    byte[] body = new byte[record.getInt(BODY_LENGTH)];
    record.getBytes(BODY_LENGTH + Integer.BYTES, body);
    record.release();
    return body;
  }

  @ParameterizedTest
  @CsvSource({"LZ4,0x101", "ZSTD,0x201", "ZLIB,0x301"})
  void a_new_client_gets_what_was_sent(BodyEncoding encoding, String flags) throws IOException {
    byte[] sent = compressed(encoding);

    var record = written(Integer.decode(flags), sent, 513);

    int expected = encoding == BodyEncoding.ZLIB ? 1 : Integer.decode(flags);
    assertThat(record.getInt(FLAGS)).isEqualTo(expected);
    assertThat(body(record)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"LZ4,0x101", "ZSTD,0x201"})
  void an_old_client_gets_the_plain_body(BodyEncoding encoding, String flags) throws IOException {
    var record = written(Integer.decode(flags), compressed(encoding), 300);

    assertThat(record.getInt(FLAGS)).isZero();
    assertThat(body(record)).isEqualTo(BODY);
  }

  @ParameterizedTest
  @EnumSource(names = {"LZ4", "ZSTD"})
  void a_body_that_is_not_what_it_says_is_delivered_as_it_is(BodyEncoding encoding) {
    byte[] lie = "no such thing".getBytes(UTF_8);

    var record = written(encoding == BodyEncoding.LZ4 ? 0x101 : 0x201, lie, 300);

    assertThat(body(record)).isEqualTo(lie);
  }

  @Test
  void a_body_that_would_grow_too_large_is_delivered_as_it_is() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZstdOutputStream(bytes)) {
      for (int i = 0; i < 64; i++) {
        out.write(new byte[1 << 20]);
      }
    }

    assertThat(body(written(0x201, bytes.toByteArray(), 300))).isEqualTo(bytes.toByteArray());
  }
}
