package io.openons.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * Bodies as the cases write them: a text, or {@code @size:N} (N bytes, none like its neighbour),
 * {@code @hex:00ff}, {@code @empty}.
 */
public final class Body {
  private static final String SIZE = "@size:";
  private static final String HEX = "@hex:";
  private static final int PRIME = 251;

  private Body() {}

  public static byte[] bytes(String body) {
    if (body.startsWith(SIZE)) {
      byte[] bytes = new byte[Integer.parseInt(body.substring(SIZE.length()))];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i % PRIME);
      }
      return bytes;
    }
    if (body.startsWith(HEX)) {
      return HexFormat.of().parseHex(body.substring(HEX.length()));
    }
    return body.equals("@empty") ? new byte[0] : body.getBytes(UTF_8);
  }
}
