package io.openons.broker.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A named thread that repeats one duty until it is told to end. */
final class AgentThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgentThread.class);

  /** One round of work. */
  @FunctionalInterface
  interface Duty {
    /** Waits for work and does it; returns false when there will be no more. */
    boolean run() throws InterruptedException;
  }

  private final Thread thread;

  AgentThread(String name, Duty duty) {
    thread = new Thread(() -> repeat(duty), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts a thread that does some work again and again until a latch opens. */
  static AgentThread every(Duration interval, String name, CountDownLatch end, Runnable work) {
    return new AgentThread(
        name,
        () -> {
          if (end.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
          }
          work.run();
          return true;
        });
  }

  private static void repeat(Duty duty) {
    boolean more = true;
    while (more) {
      try {
        more = duty.run();
      } catch (InterruptedException told) {
        more = false;
      } catch (RuntimeException e) {
        log.error("{} failed and goes on", Thread.currentThread().getName(), e);
      }
    }
  }

  /** Waits for the thread's end; what its duty waits for must have been ended before. */
  @Override
  public void close() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
