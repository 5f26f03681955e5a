package io.openons.bridge;

import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.frames.Numbers;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Native code as a test plays it: it records what is called, and answers as it is told. */
public final class RecordedCallbacks implements Callbacks {
  /** A call of a callback. */
  record Call(long context, byte[] frames, int count) {}

  final BlockingQueue<Call> consumed = new LinkedBlockingQueue<>();
  final BlockingQueue<Call> sends = new LinkedBlockingQueue<>();
  final BlockingQueue<Call> decisions = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> released = new LinkedBlockingQueue<>();
  final BlockingQueue<byte[]> logged = new LinkedBlockingQueue<>();
  final Map<String, Long> offsets = new ConcurrentHashMap<>();
  volatile int listenerResult = Numbers.CONSUME_SUCCESS;
  volatile int decision = Numbers.TRANSACTION_COMMIT;

  /** Returns what comes next; fails when nothing does. */
  public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 20 s");
    }
    return next;
  }

  @Override
  public int consume(long context, byte[] frames, int count) {
    consumed.add(new Call(context, frames, count));
    return listenerResult;
  }

  @Override
  public void sendEnded(long context, byte[] frame) {
    sends.add(new Call(context, frame, 1));
  }

  @Override
  public int decide(long context, byte[] frame) {
    decisions.add(new Call(context, frame, 1));
    return decision;
  }

  @Override
  public long readOffset(long context, byte[] topic, byte[] partition) {
    return offsets.getOrDefault(Arrays.toString(partition), Long.MIN_VALUE);
  }

  @Override
  public void writeOffset(long context, byte[] topic, byte[] partition, long offset) {
    offsets.put(Arrays.toString(partition), offset);
  }

  @Override
  public void partitionsChanged(long context, byte[] topic, byte[] names) {
    throw new AssertionError("no test changes queues");
  }

  @Override
  public void log(byte[] frame) {
    logged.add(frame);
  }

  @Override
  public void release(long context) {
    released.add(context);
  }
}
