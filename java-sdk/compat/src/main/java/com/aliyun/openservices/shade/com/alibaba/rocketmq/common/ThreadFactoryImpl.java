package com.aliyun.openservices.shade.com.alibaba.rocketmq.common;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes threads with a prefix and a number, from 1 on, as their names. May be used from any thread.
 */
public class ThreadFactoryImpl implements ThreadFactory {
  private final AtomicLong made = new AtomicLong();
  private final String prefix;
  private final boolean daemon;

  /** Makes threads that keep the JVM alive. */
  public ThreadFactoryImpl(String prefix) {
    this(prefix, false);
  }

  /**
   * @param prefix the names without their numbers; not null
   * @param daemon whether the JVM may end while a thread still runs
   */
  public ThreadFactoryImpl(String prefix, boolean daemon) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.daemon = daemon;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, prefix + made.incrementAndGet());
    thread.setDaemon(daemon);
    return thread;
  }
}
