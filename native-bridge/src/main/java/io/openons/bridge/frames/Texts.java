package io.openons.bridge.frames;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Texts and packed pairs as they cross the border: real UTF-8, sizes in front. */
public final class Texts {
  private static final byte[] NOTHING = {};

  private Texts() {}

  /** Null becomes nothing; what is no text, half a surrogate pair, becomes a question mark. */
  public static byte[] bytes(String text) {
    return text == null || text.isEmpty() ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text of some bytes.
   *
   * @param what names it in the error
   */
  public static String text(byte[] utf8, String what) {
    return utf8 == null ? "" : text(ByteBuffer.wrap(utf8), what);
  }

  public static String text(ByteBuffer utf8, String what) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(utf8)
          .toString();
    } catch (CharacterCodingException notText) {
      throw Refusals.argument(what + " is not valid UTF-8");
    }
  }

  /** The bytes, cut between two characters when there are more than so many. */
  public static byte[] cut(byte[] utf8, int most) {
    if (utf8.length <= most) {
      return utf8;
    }
    int end = most;
    while (end > 0 && (utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(utf8, end);
  }

  /** Names, one per line, in the order of the alphabet. */
  public static byte[] lines(Collection<String> names) {
    return bytes(names.stream().sorted().collect(Collectors.joining("\n")));
  }

  public static Properties properties(byte[] packed) {
    Properties properties = new Properties();
    eachPair(packed, "properties", properties::setProperty);
    return properties;
  }

  /** Unpacks pairs: two sizes of 32 bits, little-endian, the key, the value. */
  public static void eachPair(byte[] packed, String what, BiConsumer<String, String> take) {
    ByteBuffer in =
        ByteBuffer.wrap(packed == null ? NOTHING : packed).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      pair(in, what, take);
    }
  }

  public static void pair(ByteBuffer in, String what, BiConsumer<String, String> take) {
    int keySize = size(in, what);
    int valueSize = size(in, what);
    String key = text(part(in, keySize, what), what + ": a key");
    take.accept(key, text(part(in, valueSize, what), what + ": the value of " + key));
  }

  private static int size(ByteBuffer in, String what) {
    if (in.remaining() < Integer.BYTES) {
      throw Refusals.argument(what + " end in the middle of a pair");
    }
    return in.getInt();
  }

  /** The next bytes, as a little-endian buffer of their own. */
  public static ByteBuffer part(ByteBuffer in, int size, String what) {
    if (size < 0 || size > in.remaining()) {
      throw Refusals.argument(
          what + ": a size of " + Integer.toUnsignedString(size) + " bytes is beyond the end");
    }
    ByteBuffer part = in.slice(in.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + size);
    return part;
  }
}
