package io.openons.broker.server.remoting.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.CorruptedFrameException;
import io.openons.broker.server.remoting.GoldenFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: frames are read as clients write them, and nothing else is taken for one.
 *
 * <p>Method: frames of both formats there and back, frames as clients send them, and frames with
 * random changes from fixed seeds.
 *
 * <p>A failure means: clients are not understood, or a stranger's bytes end in something else than
 * a refusal.
 */
class FramesTest {
  private static final byte[] BODY = {1, 2, 3};

  /** Of each client; over a million together when all long runs are asked for. */
  private static final int CHANGED_FRAMES = Boolean.getBoolean("ons.test.all") ? 260_000 : 10_000;

  private static Command command(Format format) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("topic", "orders");
    fields.put("i", "KEYS\u0001a b\u0002TAGS\u0001\u00fcber\u0002");
    fields.put("empty", "");
    return new Command(
        format, 310, "GO", 409, 77, Command.ONE_WAY, "why not", fields, ByteBuffer.wrap(BODY));
  }

  private static ByteBuf frame(Command command) {
    return Frames.write(
        UnpooledByteBufAllocator.DEFAULT, command, Unpooled.copiedBuffer(command.body()));
  }

  private static ByteBuf json(String header) {
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    return Unpooled.buffer().writeInt(4 + bytes.length).writeInt(bytes.length).writeBytes(bytes);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void a_frame_is_read_as_it_was_written(Format format) {
    assertThat(Frames.read(frame(command(format)))).isEqualTo(command(format));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void a_frame_is_read_when_all_of_it_is_there_and_not_before(Format format) {
    ByteBuf whole = frame(command(format));
    for (int length = 0; length < whole.readableBytes(); length++) {
      assertThat(Frames.read(whole.slice(0, length))).as("%d bytes", length).isNull();
    }
    assertThat(Frames.read(whole)).isNotNull();
  }

  @Test
  void a_header_as_a_client_writes_it_is_understood_with_what_it_has_in_addition() {
    var command =
        Frames.read(
            json(
                "{\"code\":105,\"extFields\":{\"topic\":\"T\",\"n\":5,\"b\":true,\"none\":null,"
                    + "\"x\":{}},\"flag\":0,\"language\":\"JAVA\",\"namespaceId\":\"\",\"opaque\":3,"
                    + "\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}"));

    assertThat(command.code()).isEqualTo(105);
    assertThat(command.opaque()).isEqualTo(3);
    assertThat(command.version()).isEqualTo(513);
    assertThat(command.fields()).isEqualTo(Map.of("topic", "T", "n", "5", "b", "true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"code\":1",
        "{\"code\":\"x\"}",
        "{\"code\":1}{}",
        "{\"code\":99999999999}",
        "{\"code\":1,\"extFields\":{\"a\":[}}"
      })
  void a_header_that_is_none_is_refused(String header) {
    assertThatThrownBy(() -> Frames.read(json(header)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("header");
  }

  @Test
  void a_frame_that_is_too_long_is_refused_by_its_first_bytes_with_both_numbers() {
    var bytes = Unpooled.buffer().writeInt(Frames.MAX_FRAME + 1);

    assertThatThrownBy(() -> Frames.read(bytes))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("16777217 bytes")
        .hasMessageContaining("16777216");
  }

  @Test
  void a_header_longer_than_its_frame_or_of_an_unknown_format_is_refused() {
    assertThatThrownBy(() -> Frames.read(Unpooled.buffer().writeInt(4).writeInt(5)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("header of 5 bytes");
    assertThatThrownBy(() -> Frames.read(Unpooled.buffer().writeInt(4).writeInt(9 << 24)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void too_many_fields_are_refused() {
    StringBuilder header = new StringBuilder("{\"code\":1,\"extFields\":{");
    for (int i = 0; i <= Frames.MAX_FIELDS; i++) {
      header.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":\"\"");
    }

    assertThatThrownBy(() -> Frames.read(json(header.append("}}").toString())))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("256 fields");
  }

  @ParameterizedTest
  @EnumSource(GoldenFrames.class)
  void a_frame_with_random_changes_is_a_frame_or_refused(GoldenFrames client) {
    List<byte[]> good = client.frames();
    int read = 0;
    int refused = 0;
    for (int seed = 0; seed < CHANGED_FRAMES; seed++) {
      byte[] changed = changed(good.get(seed % good.size()), new SplittableRandom(seed));
      ByteBuf bytes = Unpooled.wrappedBuffer(changed);
      try {
        if (Frames.read(bytes) != null) {
          read++;
        }
      } catch (CorruptedFrameException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(bytes.refCnt()).as("owners of the bytes, seed %d", seed).isEqualTo(1);
    }
    assertThat(read).as("frames that are still some").isGreaterThan(CHANGED_FRAMES / 100);
    assertThat(refused).as("frames that are none").isGreaterThan(CHANGED_FRAMES / 100);
  }

  private static byte[] changed(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      // The first bytes are the lengths: most changes there only ask for more.
      int at = random.nextInt(10) == 0 ? random.nextInt(8) : random.nextInt(8, bytes.length);
      bytes[at] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
