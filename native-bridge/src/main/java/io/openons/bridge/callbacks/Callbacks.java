package io.openons.bridge.callbacks;

/** What Java calls of native code; see the native methods of {@code Border}. */
public interface Callbacks {
  int consume(long context, byte[] frames, int count);

  void sendEnded(long context, byte[] frame);

  int decide(long context, byte[] frame);

  long readOffset(long context, byte[] topic, byte[] partition);

  void writeOffset(long context, byte[] topic, byte[] partition, long offset);

  void partitionsChanged(long context, byte[] topic, byte[] names);

  void log(byte[] frame);

  void release(long context);
}
