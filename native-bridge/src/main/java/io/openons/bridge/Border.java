package io.openons.bridge;

/**
 * The border between native code and Java: all that either side can call of the other.
 *
 * <p>Frames are laid out as {@code onsclient.h} says. A method that fails throws; native code turns
 * the exception into an error with {@link #describeFailure} at once. Native methods never throw.
 *
 * <p>A {@code client} is a number that {@link #open} gave; a {@code context} is a number of native
 * code's that names a callback, given back as it came and released once by {@link #release}.
 */
public final class Border {
  private Border() {}

  // ---- Java calls native code; callbacks block as long as the program's callback does.

  /** Shows messages to a listener; returns its ONS_CONSUME_* for all of them. */
  static native int consume(long context, byte[] frames, int size, int count);

  /** Ends an asynchronous send with an ONS_FRAME_SEND_RESULT. */
  static native void sendEnded(long context, byte[] frame, int size);

  /** Asks a transaction executer or checker; returns its ONS_TRANSACTION_*. */
  static native int decide(long context, byte[] frame, int size);

  /** Reads an offset from the program's store; Long.MIN_VALUE when it has none. */
  static native long readOffset(long context, byte[] topic, byte[] partition);

  /** Gives an offset to the program's store. */
  static native void writeOffset(long context, byte[] topic, byte[] partition, long offset);

  /** Tells that the partitions of a topic changed; names are separated by line ends. */
  static native void partitionsChanged(long context, byte[] topic, byte[] names);

  /** Gives a log record, ONS_FRAME_LOG. */
  static native void log(byte[] frame, int size);

  /** No callback with this context can follow. */
  static native void release(long context);
}
