package io.openons.bridge.logs;

import io.openons.bridge.frames.FrameWriter;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where log records go: to stderr, from WARN on, until someone asks for them; never to stdout. Who
 * logs is never held up: records wait in a bounded queue, and those that find no room are counted.
 */
public final class Logs {
  public static final int ERROR = 1;
  public static final int WARN = 2;
  public static final int INFO = 3;
  public static final int DEBUG = 4;
  public static final int TRACE = 5;

  /** A second of a very talkative program. */
  static final int ROOM = 8_192;

  private static final Logs OF_PROCESS = new Logs();
  private static final byte[] END = {};
  private static final int JOIN_MILLIS = 2_000;

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong dropped = new AtomicLong();
  private volatile int level = WARN;
  private Thread thread;
  private volatile boolean queued;

  /** The one that loggers write to. */
  public static Logs ofProcess() {
    return OF_PROCESS;
  }

  public boolean wants(int recordLevel) {
    return recordLevel <= level;
  }

  /** How many records were lost because nobody took them fast enough. */
  public long dropped() {
    return dropped.get();
  }

  public void record(int recordLevel, String logger, String text) {
    if (!wants(recordLevel)) {
      return;
    }
    if (!queued) {
      System.err.println("ons " + name(recordLevel) + " " + logger + ": " + text);
    } else if (!queue.offer(
        FrameWriter.log(recordLevel, Instant.now().toEpochMilli(), logger, text))) {
      dropped.incrementAndGet();
    }
  }

  /** Records of this level and more urgent ones are given to a callback, by one thread. */
  public synchronized void toCallback(int wanted, Consumer<byte[]> callback) {
    endThread();
    level = wanted;
    queued = true;
    thread = new Thread(() -> give(callback), "ons-log");
    thread.setDaemon(true);
    thread.start();
  }

  /** Back to stderr; what waits is given first. */
  public synchronized void toStderr() {
    endThread();
    level = WARN;
  }

  private void endThread() {
    queued = false;
    if (thread == null) {
      return;
    }
    try {
      boolean asked = queue.offer(END, JOIN_MILLIS, TimeUnit.MILLISECONDS);
      if (asked && thread != Thread.currentThread()) {
        thread.join(JOIN_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  private void give(Consumer<byte[]> callback) {
    long told = dropped.get();
    try {
      for (byte[] frame = queue.take(); frame != END; frame = queue.take()) {
        give(callback, frame);
        long lost = dropped.get() - told;
        if (lost > 0) {
          told += lost;
          give(
              callback,
              FrameWriter.log(
                  WARN,
                  Instant.now().toEpochMilli(),
                  Logs.class.getName(),
                  lost + " log records were dropped: they came faster than they were taken"));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A callback that throws loses this record, and no later one. */
  private void give(Consumer<byte[]> callback, byte[] frame) {
    try {
      callback.accept(frame);
    } catch (RuntimeException | Error thrown) {
      dropped.incrementAndGet();
    }
  }

  private static String name(int level) {
    return switch (level) {
      case ERROR -> "ERROR";
      case WARN -> "WARN";
      case INFO -> "INFO";
      case DEBUG -> "DEBUG";
      default -> "TRACE";
    };
  }
}
