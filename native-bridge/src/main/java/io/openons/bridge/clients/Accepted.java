package io.openons.bridge.clients;

import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Outgoing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Takes frames one after the other until one is refused, and tells how many and why. */
final class Accepted {
  private Accepted() {}

  /**
   * Sends.
   *
   * @return the number of accepted frames, and the error when it is not all
   */
  static byte[] of(byte[] frames, Consumer<Outgoing> send) {
    int accepted = 0;
    byte[] refusal = {};
    for (Outgoing next : Outgoing.all(frames)) {
      try {
        send.accept(next);
      } catch (RuntimeException | Error refused) {
        refusal = FrameWriter.error(refused);
        break;
      }
      accepted++;
    }
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(accepted).array());
    result.writeBytes(refusal);
    return result.toByteArray();
  }
}
