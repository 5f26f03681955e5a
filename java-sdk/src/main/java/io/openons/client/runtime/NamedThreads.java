package io.openons.client.runtime;

import io.openons.client.config.Embedding;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Makes threads whose names say what they are for. */
public final class NamedThreads {
  private NamedThreads() {}

  /** Threads that do not keep the process alive. */
  public static ThreadFactory daemon(String prefix) {
    return daemon(prefix, Thread::new);
  }

  /** Threads of a class of their own that do not keep the process alive. */
  static ThreadFactory daemon(String prefix, BiFunction<Runnable, String, Thread> make) {
    return named(prefix, true, make);
  }

  /** Threads that keep the process alive, unless it is a program of another language. */
  public static ThreadFactory user(String prefix) {
    return named(prefix, Embedding.isEmbedded(), Thread::new);
  }

  private static ThreadFactory named(
      String prefix, boolean daemon, BiFunction<Runnable, String, Thread> make) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = make.apply(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(daemon);
      return thread;
    };
  }
}
