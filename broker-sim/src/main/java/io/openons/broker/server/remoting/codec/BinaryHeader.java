package io.openons.broker.server.remoting.codec;

import io.netty.handler.codec.CorruptedFrameException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A header in the protocol's binary form:
 *
 * <pre>
 * size
 *    2  code
 *    1  language
 *    2  version
 *    4  opaque
 *    4  flags
 *    4  length of the remark; the remark
 *    4  length of the fields; each: length 2, key, length 4, value
 * </pre>
 */
final class BinaryHeader {
  private static final int FIXED = 2 + 1 + 2 + 4 + 4 + 4 + 4;

  /** The languages by their numbers. */
  private static final List<String> LANGUAGES =
      List.of(
          Command.OWN_LANGUAGE,
          "CPP",
          "DOTNET",
          "PYTHON",
          "DELPHI",
          "ERLANG",
          "RUBY",
          "OTHER",
          "HTTP",
          "GO",
          "PHP",
          "OMS",
          "RUST",
          "NODE_JS");

  private BinaryHeader() {}

  static Command read(byte[] header) {
    ByteBuffer in = ByteBuffer.wrap(header);
    try {
      int code = in.getShort();
      String language = language(in.get());
      int version = in.getShort();
      int opaque = in.getInt();
      int flags = in.getInt();
      String remark = text(in, in.getInt());
      int length = in.getInt();
      if (length != in.remaining()) {
        throw new CorruptedFrameException(
            "the fields of the header have %d bytes, not %d".formatted(in.remaining(), length));
      }
      Map<String, String> fields = new LinkedHashMap<>();
      while (in.hasRemaining()) {
        String key = text(in, in.getShort());
        fields.put(key, text(in, in.getInt()));
        Frames.checkFields(fields.size());
      }
      return new Command(
          Format.BINARY,
          code,
          language,
          version,
          opaque,
          flags,
          remark.isEmpty() ? null : remark,
          fields,
          Command.NO_BODY);
    } catch (BufferUnderflowException e) {
      throw new CorruptedFrameException("the header ends within a part of it", e);
    }
  }

  private static String language(byte number) {
    return number >= 0 && number < LANGUAGES.size() ? LANGUAGES.get(number) : "";
  }

  private static String text(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new CorruptedFrameException(
          "a text of the header would have %d bytes, and %d follow"
              .formatted(length, in.remaining()));
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  static byte[] write(Command command) {
    byte[] remark = bytes(command.remark() == null ? "" : command.remark());
    int length = 0;
    for (Map.Entry<String, String> field : command.fields().entrySet()) {
      length += 2 + bytes(field.getKey()).length + 4 + bytes(field.getValue()).length;
    }
    ByteBuffer out = ByteBuffer.allocate(FIXED + remark.length + length);
    out.putShort((short) command.code())
        .put((byte) LANGUAGES.indexOf(command.language()))
        .putShort((short) command.version());
    out.putInt(command.opaque()).putInt(command.flags());
    out.putInt(remark.length).put(remark).putInt(length);
    command
        .fields()
        .forEach(
            (key, value) -> {
              out.putShort((short) bytes(key).length).put(bytes(key));
              out.putInt(bytes(value).length).put(bytes(value));
            });
    return out.array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
