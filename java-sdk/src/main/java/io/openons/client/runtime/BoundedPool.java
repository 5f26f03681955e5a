package io.openons.client.runtime;

import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for one purpose: few, named, made when they are needed, with a bounded queue. A task that
 * does not end is reported by a warning, after half a minute and then each time it has lasted twice
 * as long; the warning names the task by its {@code toString()}, and shows what its thread does.
 */
public final class BoundedPool implements Executor, AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long IDLE_SECONDS = 30;

  private final Log log;
  private final String remedy;
  private final Timer timer;
  private final Timer.Task look;
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor pool;

  /**
   * A pool without a thread yet.
   *
   * @param name of the threads, which are daemons
   * @param threads how many at most
   * @param mostWaiting how many tasks may wait for a thread
   * @param remedy what to do about a task that does not end, as the end of a sentence
   */
  public BoundedPool(String name, int threads, int mostWaiting, Timer timer, String remedy) {
    this(name, threads, mostWaiting, timer, remedy, Logs.of(BoundedPool.class));
  }

  BoundedPool(String name, int threads, int mostWaiting, Timer timer, String remedy, Log log) {
    this.log = log;
    this.remedy = remedy;
    this.timer = timer;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(mostWaiting),
            NamedThreads.daemon(name, Worker::new)) {
          @Override
          protected void beforeExecute(Thread thread, Runnable task) {
            ((Worker) thread).begins(task);
          }

          @Override
          protected void afterExecute(Runnable task, Throwable thrown) {
            ((Worker) Thread.currentThread()).ended();
          }
        };
    pool.allowCoreThreadTimeOut(true);
    this.look = timer.every(LOOK, LOOK, this::look);
  }

  /**
   * Runs a task soon.
   *
   * @throws RejectedExecutionException when closed, or when too many wait
   */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /**
   * Runs a task soon.
   *
   * @param name of the task in warnings
   * @throws RejectedExecutionException when closed, or when too many wait
   */
  public void execute(String name, Runnable task) {
    pool.execute(new Named(name, task));
  }

  private record Named(String name, Runnable task) implements Runnable {
    @Override
    public void run() {
      task.run();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Runs a task soon; false when closed, or when too many wait. */
  public boolean offer(Runnable task) {
    try {
      pool.execute(task);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  /** Takes no more tasks; those that wait still run. */
  @Override
  public void close() {
    look.cancel();
    pool.shutdown();
  }

  private void look() {
    long now = timer.nanoTime();
    workers.forEach(worker -> worker.look(now));
  }

  /** A thread, and what it does at the moment. */
  private final class Worker extends Thread {
    private volatile Runnable task;
    private volatile long since;
    private long nextWarning;

    private Worker(Runnable work, String name) {
      super(work, name);
    }

    @Override
    public void run() {
      workers.add(this);
      try {
        super.run();
      } finally {
        workers.remove(this);
      }
    }

    private void begins(Runnable next) {
      since = timer.nanoTime();
      task = next;
    }

    private void ended() {
      task = null;
    }

    private void look(long now) {
      Runnable current = task;
      long lasts = now - since;
      if (current == null || lasts < STUCK_NANOS) {
        nextWarning = STUCK_NANOS;
      } else if (lasts >= nextWarning) {
        nextWarning = 2 * lasts;
        long busy = workers.stream().filter(worker -> worker.task != null).count();
        Throwable here = new Throwable("what thread " + getName() + " does");
        here.setStackTrace(getStackTrace());
        log.warn(
            "{} has not ended for {} s; {} of {} threads are busy, {} tasks wait for one; {}",
            current,
            TimeUnit.NANOSECONDS.toSeconds(lasts),
            busy,
            pool.getMaximumPoolSize(),
            pool.getQueue().size(),
            remedy,
            here);
      }
    }
  }
}
