package io.openons.bench.worker;

import io.openons.bench.client.BenchClient;
import io.openons.bench.client.BenchClient.Sender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Sends as fast as the answers come: by threads that wait for each answer, or by one that does not.
 */
final class SendLoad implements Load {
  private static final long CLOSE_SECONDS = 30;

  private final Sender sender;
  private final Meter meter;
  private final byte[] body;
  private final List<Thread> threads;
  private volatile boolean closed;

  private SendLoad(Sender sender, Request request, Meter meter, int threadCount, Step step) {
    this.sender = sender;
    this.meter = meter;
    this.body = new byte[request.bodyBytes()];
    new Random(1).nextBytes(body);
    this.threads =
        IntStream.range(0, threadCount)
            .mapToObj(i -> new Thread(() -> repeat(step), "bench-send-" + i))
            .toList();
    threads.forEach(Thread::start);
  }

  /** Each of the threads sends, waits for the answer, and sends again. */
  static Load synchronous(BenchClient client, Request request, Meter meter, int threads)
      throws Exception {
    Sender sender =
        client.openSender(request.endpoint(), request.topic(), request.scenario().kind());
    return new SendLoad(
        sender,
        request,
        meter,
        threads,
        load -> {
          long start = System.nanoTime();
          sender.send(load.body);
          meter.countSince(start);
        });
  }

  /** One thread sends without waiting, with at most {@code maxInFlight} answers outstanding. */
  static Load asynchronous(BenchClient client, Request request, Meter meter, int maxInFlight)
      throws Exception {
    Sender sender =
        client.openSender(request.endpoint(), request.topic(), request.scenario().kind());
    Semaphore permits = new Semaphore(maxInFlight);
    return new SendLoad(
        sender,
        request,
        meter,
        1,
        load -> {
          if (!permits.tryAcquire(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer for %d s".formatted(CLOSE_SECONDS));
          }
          long start = System.nanoTime();
          sender.sendAsync(
              load.body,
              failure -> {
                permits.release();
                if (failure == null) {
                  meter.countSince(start);
                } else {
                  load.failUnlessClosed(failure);
                }
              });
        });
  }

  @Override
  public boolean mustBeMeasuredNow() {
    return false;
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        if (thread.isAlive()) {
          throw new IOException(thread.getName() + " waits for an answer that never comes");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the senders came to an end");
    } finally {
      sender.close();
    }
  }

  private void repeat(Step step) {
    try {
      while (!closed) {
        step.run(this);
      }
    } catch (Exception e) {
      failUnlessClosed(e);
    }
  }

  private void failUnlessClosed(Throwable failure) {
    if (!closed) {
      meter.fail(failure);
    }
  }

  private interface Step {
    void run(SendLoad load) throws Exception;
  }
}
