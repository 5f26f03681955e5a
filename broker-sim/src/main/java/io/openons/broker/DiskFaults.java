package io.openons.broker;

import io.openons.broker.store.disk.DiskUsage;
import io.openons.broker.store.disk.ForwardingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The real disk, which is full or slow when a test says so. */
final class DiskFaults extends ForwardingDisk {
  private volatile boolean isFull;
  private volatile long slowNanos;
  private volatile Runnable measure = () -> {};

  void whenChanged(Runnable task) {
    measure = task;
  }

  void fill() {
    isFull = true;
    measure.run();
  }

  void slow(Duration flush) {
    slowNanos = flush.toNanos();
  }

  void heal() {
    isFull = false;
    slowNanos = 0;
    measure.run();
  }

  private void takeRoom() throws IOException {
    if (isFull) {
      throw new IOException("No space left on device (a test ordered it)");
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new FaultyFile(super.open(file));
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    takeRoom();
    super.replace(file, content);
  }

  @Override
  public DiskUsage usage(Path folder) throws IOException {
    DiskUsage real = super.usage(folder);
    return isFull ? new DiskUsage(real.total(), 0) : real;
  }

  private final class FaultyFile extends ForwardingFile {
    FaultyFile(DiskFile file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer bytes, long place) throws IOException {
      takeRoom();
      super.write(bytes, place);
    }

    @Override
    public void force() throws IOException {
      long end = System.nanoTime() + slowNanos;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      super.force();
    }
  }
}
