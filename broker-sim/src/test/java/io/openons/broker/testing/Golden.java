package io.openons.broker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes on disk that other versions expect, from files of hexadecimal digits. */
public final class Golden {
  private Golden() {}

  /** Returns the bytes of a file in the folder {@code golden}. */
  public static byte[] bytes(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
