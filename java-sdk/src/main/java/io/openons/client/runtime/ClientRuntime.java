package io.openons.client.runtime;

import io.openons.client.rpc.Channels;
import java.util.concurrent.Executor;

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
  private final BoundedPool callbacks;
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
        new BoundedPool(
            "ons-callback",
            threads,
            Integer.MAX_VALUE,
            timer,
            "a callback should be short: hand its work to threads of your own, or give the producer"
                + " an executor by setCallbackExecutor");
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
    callbacks.close();
    closeTimer.run();
  }

  /** The timer of the process. */
  public Timer timer() {
    return timer;
  }

  /**
   * Runs callbacks of sends, so that they never run on threads that move bytes. Each producer
   * bounds those that it lets wait here.
   */
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
