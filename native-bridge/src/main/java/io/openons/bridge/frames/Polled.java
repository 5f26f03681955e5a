package io.openons.bridge.frames;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Frames for one poll: the number, the size that is needed, the next offset, the frames. */
public final class Polled {
  private static final int HEADER = 2 * Integer.BYTES + Long.BYTES;

  private final List<FrameSource> frames = new ArrayList<>();
  private final int max;
  private final int capacity;
  private int size;
  private int needed;
  private boolean full;

  public Polled(int max, int capacity) {
    this.max = max;
    this.capacity = capacity;
  }

  /** Whether the frame was taken; else this is full from now on. */
  public boolean add(FrameSource frame) {
    int length = frame.size();
    if (full || frames.size() == max || length > capacity - size) {
      full = true;
      needed = frames.isEmpty() ? length : 0;
      return false;
    }
    frames.add(frame);
    size += length;
    full = frames.size() == max;
    return true;
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }

  public boolean isFull() {
    return full;
  }

  public List<FrameSource> frames() {
    return frames;
  }

  public byte[] result(long nextOffset) {
    ByteBuffer result = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    result.putInt(frames.size()).putInt(needed).putLong(nextOffset);
    frames.forEach(frame -> frame.writeTo(result));
    return result.array();
  }
}
