package io.openons.bridge.start;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has the start cache of this user made while this process works, or when it ends before. */
public final class StartCache {
  /** The file to make; native code sets it when there is none. */
  static final String CACHE = "io.openons.bridge.startCache";

  /** The file with the names of the classes to store. */
  static final String CLASSES = "io.openons.bridge.startClasses";

  /** The first client connects in this time; the cache need not compete with it. */
  private static final long AFTER_SECONDS = 2;

  private final String cache;
  private final String classes;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ending = new CountDownLatch(1);

  private StartCache(String cache, String classes) {
    this.cache = cache;
    this.classes = classes;
  }

  /** Begins when native code has said that there is no cache; at most one process is started. */
  public static void makeIfWanted() {
    String cache = System.getProperty(CACHE);
    String classes = System.getProperty(CLASSES);
    if (cache == null || classes == null) {
      return;
    }
    StartCache making = new StartCache(cache, classes);
    Thread later = new Thread(making::afterAWhile, "ons-start-cache");
    later.setDaemon(true);
    later.start();
    Runtime.getRuntime().addShutdownHook(new Thread(making::atEnd, "ons-start-cache-end"));
  }

  private void afterAWhile() {
    try {
      if (!ending.await(AFTER_SECONDS, TimeUnit.SECONDS)) {
        begin();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void atEnd() {
    ending.countDown();
    begin();
  }

  /** Starts the maker, which outlives this process; a start without a cache works, too. */
  private void begin() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      new ProcessBuilder(
              List.of(
                  java().toString(),
                  "-Xmx32m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  StartCacheMaker.class.getName(),
                  cache,
                  classes))
          .redirectInput(Redirect.from(nothing()))
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      System.getLogger(StartCache.class.getName())
          .log(System.Logger.Level.DEBUG, "no start cache is made", e);
    }
  }

  /** The command of the runtime of this process. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static java.io.File nothing() {
    return new java.io.File(
        System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }
}
