package io.openons.client.runtime;

import io.openons.client.rpc.Channels;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the clients of a process share: timer, callback threads and channels. Made for the first
 * client that starts, closed by the last one that ends.
 */
public final class ClientRuntime {
  /** The number of callback threads, as a system property of the commercial client. */
  static final String CALLBACK_THREADS = "client.callback.executor.thread.nums";

  private static final Object LOCK = new Object();
  private static ClientRuntime shared;

  private final Timer timer;
  private final Runnable closeTimer;
  private final ThreadPoolExecutor callbacks;
  private final Channels channels = new Channels(NamedThreads.daemon("ons-io"));
  private int users = 1;

  /** A runtime of its own with the caller's timer; for tests. Has one user from the start. */
  public ClientRuntime(Timer timer) {
    this(timer, () -> {});
  }

  private ClientRuntime(Timer timer, Runnable closeTimer) {
    this.timer = timer;
    this.closeTimer = closeTimer;
    int threads = Math.max(1, Integer.getInteger(CALLBACK_THREADS, processors()));
    this.callbacks =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.daemon("ons-callback"));
    this.callbacks.allowCoreThreadTimeOut(true);
  }

  /** The runtime of the process, with one user more. */
  public static ClientRuntime shared() {
    synchronized (LOCK) {
      if (shared == null) {
        SystemTimer timer = new SystemTimer();
        shared = new ClientRuntime(timer, timer::close);
      } else {
        shared.users++;
      }
      return shared;
    }
  }

  /** One user less. The last one closes everything; callbacks that are queued still run. */
  public void release() {
    synchronized (LOCK) {
      users--;
      if (users > 0) {
        return;
      }
      if (shared == this) {
        shared = null;
      }
    }
    channels.close();
    closeTimer.run();
    callbacks.shutdown();
  }

  /** What happens at a time. */
  public Timer timer() {
    return timer;
  }

  /** Runs callbacks of applications, so that they never run on threads that move bytes. */
  public Executor callbacks() {
    return callbacks;
  }

  /** Connections to servers. */
  public Channels channels() {
    return channels;
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
