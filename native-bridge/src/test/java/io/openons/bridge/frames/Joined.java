package io.openons.bridge.frames;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames one behind the other, as they cross the border. */
public final class Joined {
  private Joined() {}

  /** Returns all bytes, without gaps. */
  public static byte[] frames(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }
}
