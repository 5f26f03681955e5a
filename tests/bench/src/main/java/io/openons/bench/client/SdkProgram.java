package io.openons.bench.client;

import io.openons.bench.Languages;
import io.openons.bench.client.BenchClient.Sender;
import io.openons.bench.worker.ProcessMemory;
import io.openons.harness.Programs;
import java.io.Closeable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the benchmark programs of the other languages do, in Java: one line of JSON for each measure
 * and round. {@link Languages} runs them all.
 */
@Command(name = "sdk-program", description = "Measures the Java SDK as the others are measured.")
public final class SdkProgram implements Callable<Integer> {
  private static final int DEADLINE_SECONDS = 120;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(names = "--endpoint", required = true)
  private String endpoint;

  @Option(names = "--count")
  private int count = 100_000;

  @Option(names = "--bytes")
  private int bytes = 1_024;

  @Option(names = "--in-flight")
  private int inFlight = 1_024;

  @Option(names = "--rounds")
  private int rounds = 3;

  private final BenchClient client = new OnsBenchClient();
  private final String topic = "bench_java_" + System.nanoTime();

  public static void main(String[] args) {
    System.exit(Programs.commandLine(new SdkProgram()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Long> self = List.of(ProcessHandle.current().pid());
    double before = ProcessMemory.of(self).residentMiB();
    long begun = System.nanoTime();
    try (Sender sender = client.openSender(endpoint, topic, MessageKind.NORMAL)) {
      sender.send(new byte[bytes]);
      double added = ProcessMemory.of(self).residentMiB() - before;
      print("start", 1, 1, System.nanoTime() - begun, (long) (added * 1_024 * 1_024));
      for (int round = 1; round <= rounds; round++) {
        sendSync(sender, round);
        long time = sendAsync(sender);
        print("send-async", round, count, time, (long) count * bytes);
        listen(topic + "_" + round, round);
      }
    }
    return 0;
  }

  private void sendSync(Sender sender, int round) throws Exception {
    int few = Math.max(1, count / 50);
    long begun = System.nanoTime();
    for (int i = 0; i < few; i++) {
      sender.send(new byte[bytes]);
    }
    print("send-sync", round, few, System.nanoTime() - begun, (long) few * bytes);
  }

  private long sendAsync(Sender sender) throws InterruptedException {
    Semaphore permits = new Semaphore(inFlight);
    AtomicLong failures = new AtomicLong();
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      take(permits, 1);
      sender.sendAsync(
          new byte[bytes],
          failure -> {
            if (failure != null) {
              failures.incrementAndGet();
            }
            permits.release();
          });
    }
    take(permits, inFlight);
    if (failures.get() > 0) {
      throw new IllegalStateException(failures + " messages were not sent");
    }
    return System.nanoTime() - begun;
  }

  private static void take(Semaphore permits, int number) throws InterruptedException {
    if (!permits.tryAcquire(number, DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no answer for %d s".formatted(DEADLINE_SECONDS));
    }
  }

  /** A group begins a topic when it first consumes it; what is sent after that is its backlog. */
  private void listen(String backlog, int round) throws Exception {
    try (Sender sender = client.openSender(endpoint, backlog, MessageKind.NORMAL)) {
      CountDownLatch joined = new CountDownLatch(1);
      Closeable joining = receive(backlog, joined::countDown);
      try {
        sender.send(new byte[bytes]);
        await(joined);
      } finally {
        joining.close();
      }
      sendAsync(sender);
    }
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(count);
    Closeable consumer =
        receive(
            backlog,
            () -> {
              first.countDown();
              all.countDown();
            });
    try {
      await(first);
      long begun = System.nanoTime();
      await(all);
      print("listener", round, count, System.nanoTime() - begun, (long) count * bytes);
    } finally {
      consumer.close();
    }
  }

  private Closeable receive(String backlog, Runnable received) throws Exception {
    return client.openReceiver(endpoint, backlog, "GID_" + backlog, body -> received.run());
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d messages are missing after %d s".formatted(latch.getCount(), DEADLINE_SECONDS));
    }
  }

  private static void print(String name, int round, long messages, long nanos, long bytes) {
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"round\":%d,\"messages\":%d,\"seconds\":%.6f,\"bytes\":%d}%n",
        name,
        round,
        messages,
        nanos / NANOS_PER_SECOND,
        bytes);
  }
}
