package io.openons.bridge.frames;

import java.nio.ByteBuffer;

/** A frame that is not bytes yet: it is written where it is needed, without a copy in between. */
public interface FrameSource {
  int size();

  void writeTo(ByteBuffer out);

  /** A frame that is bytes already. */
  static FrameSource of(byte[] frame) {
    return new FrameSource() {
      @Override
      public int size() {
        return frame.length;
      }

      @Override
      public void writeTo(ByteBuffer out) {
        out.put(frame);
      }
    };
  }
}
