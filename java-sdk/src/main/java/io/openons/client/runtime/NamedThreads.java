package io.openons.client.runtime;

import io.openons.client.config.Embedding;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads whose names say what they are for. */
public final class NamedThreads {
  private NamedThreads() {}

  /** Threads that do not keep the process alive. */
  public static ThreadFactory daemon(String prefix) {
    return named(prefix, true);
  }

  /** Threads that keep the process alive, unless it is a program of another language. */
  public static ThreadFactory user(String prefix) {
    return named(prefix, Embedding.isEmbedded());
  }

  private static ThreadFactory named(String prefix, boolean daemon) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(daemon);
      return thread;
    };
  }
}
