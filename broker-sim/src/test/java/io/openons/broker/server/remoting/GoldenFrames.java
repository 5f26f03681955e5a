package io.openons.broker.server.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Requests as published clients sent them, one of each kind: recorded between the client and a
 * broker. In a file, frames are hexadecimal digits, with an empty line between them.
 */
public enum GoldenFrames {
  APACHE_4("apache-4.9.8"),
  APACHE_5("apache-5.5.0"),
  APACHE_5_BINARY("apache-5.5.0-binary"),
  ONS_1("ons-1.8.8.8");

  private final String file;

  GoldenFrames(String file) {
    this.file = file;
  }

  /** Returns the frames, in the order of their sending. */
  public List<byte[]> frames() {
    try (var in = GoldenFrames.class.getResourceAsStream("/golden/remoting/" + file + ".hex")) {
      String text = new String(in.readAllBytes(), UTF_8);
      return Arrays.stream(text.split("\n\n"))
          .map(frame -> HexFormat.of().parseHex(frame.replace("\n", "")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
