package io.openons.client.java8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** {@link InputStream#readNBytes(int)}. */
public final class Inputs {
  private static final int CHUNK_BYTES = 8192;

  private Inputs() {}

  public static byte[] readNBytes(InputStream in, int most) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] chunk = new byte[Math.min(most, CHUNK_BYTES)];
    while (read.size() < most) {
      int count = in.read(chunk, 0, Math.min(chunk.length, most - read.size()));
      if (count < 0) {
        break;
      }
      read.write(chunk, 0, count);
    }
    return read.toByteArray();
  }
}
