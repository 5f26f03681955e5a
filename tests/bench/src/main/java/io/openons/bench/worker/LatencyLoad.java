package io.openons.bench.worker;

import io.openons.bench.client.BenchClient;
import io.openons.bench.client.BenchClient.Sender;
import io.openons.bench.client.MessageKind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a fixed rate and receives what it sent. A message carries the time at which it should
 * have been sent, and its latency counts from then: a pause of the sender, the server or the
 * receiver is in the latency of every message that it held up.
 */
final class LatencyLoad implements Load {
  private static final long CLOSE_SECONDS = 30;

  private final Meter meter;
  private final Sender sender;
  private final Closeable receiver;
  private final Thread thread;
  private volatile boolean closed;

  LatencyLoad(BenchClient client, Request request, Meter meter) throws Exception {
    this.meter = meter;
    this.sender = client.openSender(request.endpoint(), request.topic(), MessageKind.NORMAL);
    this.receiver =
        client.openReceiver(
            request.endpoint(),
            request.topic(),
            request.group(),
            body -> meter.countSince(body.getLong(body.position())));
    this.thread =
        new Thread(
            () -> send(request.bodyBytes(), TimeUnit.SECONDS.toNanos(1) / request.rate()),
            "bench-latency");
    thread.start();
  }

  private void send(int bodyBytes, long intervalNanos) {
    Random random = new Random(1);
    long due = System.nanoTime();
    while (!closed) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      byte[] body = new byte[bodyBytes];
      random.nextBytes(body);
      ByteBuffer.wrap(body).putLong(due);
      sender.sendAsync(
          body,
          failure -> {
            if (failure != null && !closed) {
              meter.fail(failure);
            }
          });
      due += intervalNanos;
    }
  }

  @Override
  public boolean showsByItsRateThatItIsWarm() {
    return false;
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
    try (receiver;
        sender) {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the sender came to an end");
    }
  }
}
