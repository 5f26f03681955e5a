package io.openons.client.consumer.broadcast;

import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.BoundedPool;
import io.openons.client.runtime.Timer;
import io.openons.client.runtime.UserCode;
import io.openons.client.session.ClientCore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The offsets of a broadcasting consumer in its store, which may be the application's. */
final class StoredOffsets {
  private static final Log log = Logs.of(StoredOffsets.class);

  /** Reads of the store that wait for each other; a scan that finds no room is made again. */
  private static final int MOST_WAITING = 10_000;

  private final OffsetStore store;
  private final Timer timer;

  /** Reads and writes the store at the start of queues, as a store may take its time. */
  private final BoundedPool pool;

  private Timer.Task saving = () -> {};

  StoredOffsets(OffsetStore store, ClientCore core, String group) {
    this.store = store;
    this.timer = core.timer();
    this.pool =
        core.pool(
            "ons-offsets-" + group,
            MOST_WAITING,
            "let the offset store return, or give it a timeout of its own");
  }

  /** Returns the threads on which the store may be read. */
  Executor pool() {
    return pool;
  }

  void start() {
    store.start();
  }

  /** Saves now and then, if the store is our own; another one knows when to. */
  void saveEvery(Duration interval) {
    if (store instanceof FileOffsetStore file) {
      saving =
          timer.every(
              interval, interval, () -> pool.execute("writing offsets to a file", file::save));
    }
  }

  /** Returns the offset of a partition, or another where there is none. */
  CompletableFuture<Long> of(TopicPartition partition, Supplier<CompletableFuture<Long>> other) {
    return UserCode.call(
        () -> store.readOffset(partition).map(CompletableFuture::completedFuture).orElseGet(other),
        CompletableFuture::failedFuture);
  }

  void keep(TopicPartition partition, long offset) {
    UserCode.run(
        () -> store.updateOffset(partition, offset),
        thrown -> log.error("the offset store did not take {} of {}", offset, partition, thrown));
  }

  void close() {
    saving.cancel();
    UserCode.run(
        store::shutdown, thrown -> log.error("the offset store did not shut down", thrown));
  }
}
