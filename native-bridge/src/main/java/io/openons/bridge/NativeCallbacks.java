package io.openons.bridge;

import io.openons.bridge.callbacks.Callbacks;

/** Native code itself. */
final class NativeCallbacks implements Callbacks {
  @Override
  public int consume(long context, byte[] frames, int count) {
    return Border.consume(context, frames, frames.length, count);
  }

  @Override
  public void sendEnded(long context, byte[] frame) {
    Border.sendEnded(context, frame, frame.length);
  }

  @Override
  public int decide(long context, byte[] frame) {
    return Border.decide(context, frame, frame.length);
  }

  @Override
  public long readOffset(long context, byte[] topic, byte[] partition) {
    return Border.readOffset(context, topic, partition);
  }

  @Override
  public void writeOffset(long context, byte[] topic, byte[] partition, long offset) {
    Border.writeOffset(context, topic, partition, offset);
  }

  @Override
  public void partitionsChanged(long context, byte[] topic, byte[] names) {
    Border.partitionsChanged(context, topic, names);
  }

  @Override
  public void log(byte[] frame) {
    Border.log(frame, frame.length);
  }

  @Override
  public void release(long context) {
    Border.release(context);
  }
}
