package io.openons.bench.worker;

import io.openons.bench.client.BenchClient;
import java.io.Closeable;
import java.io.IOException;

/** Receives and acknowledges a backlog that was filled before. */
final class ReceiveLoad implements Load {
  private final Meter meter;
  private final long backlog;
  private final Closeable receiver;

  ReceiveLoad(BenchClient client, Request request, Meter meter) throws Exception {
    this.meter = meter;
    this.backlog = request.backlog();
    this.receiver =
        client.openReceiver(
            request.endpoint(), request.topic(), request.group(), body -> meter.count());
  }

  @Override
  public boolean mustBeMeasuredNow() {
    return meter.messages() >= backlog / 2;
  }

  @Override
  public boolean exhausted() {
    return meter.messages() >= backlog;
  }

  @Override
  public void close() throws IOException {
    receiver.close();
  }
}
