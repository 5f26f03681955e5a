package io.openons.broker.server.http.metrics;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.server.http.access.BrowserGuard;
import io.openons.broker.server.http.access.Sessions;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.http.call.Workers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics}, to operators when the broker has users, and {@code /health/live} and
 * {@code /health/ready} to everybody, since those who ask have no keys.
 */
public final class MonitoringService implements Service, AutoCloseable {
  private static final String METRICS = "/metrics";
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<Metrics> make;
  private final Supplier<String> notReady;
  private final BrowserGuard guard;
  private final Sessions sessions;
  private final Workers workers;
  private Metrics metrics;

  /**
   * Makes the service.
   *
   * @param source makes the metrics when they are first read
   * @param notReady says why the broker should get no work; null when it should
   */
  public MonitoringService(
      MetricsSource source,
      Supplier<String> notReady,
      BrowserGuard guard,
      Sessions sessions,
      Workers workers) {
    this.make = source::metrics;
    this.notReady = notReady;
    this.guard = guard;
    this.sessions = sessions;
    this.workers = workers;
  }

  @Override
  public boolean takes(String path) {
    return path.equals(METRICS) || path.equals(LIVE) || path.equals(READY);
  }

  @Override
  public CompletableFuture<Answer> answer(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw new Problem(
          HttpResponseStatus.METHOD_NOT_ALLOWED,
          "method-not-allowed",
          "this path has GET only",
          Map.of("allow", "GET"));
    }
    return switch (request.path()) {
      case LIVE -> CompletableFuture.completedFuture(well());
      case READY -> CompletableFuture.completedFuture(ready());
      default -> workers.run(() -> CompletableFuture.completedFuture(metrics(request)));
    };
  }

  private static Answer well() {
    return Answer.text(HttpResponseStatus.OK, "text/plain", "ok\n")
        .with(HttpHeaderNames.CACHE_CONTROL, "no-store");
  }

  private Answer ready() {
    String reason = notReady.get();
    if (reason != null) {
      throw new Problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "not-ready", reason);
    }
    return well();
  }

  private Answer metrics(Request request) {
    guard.checkHost(request);
    sessions.require(sessions.of(request), AdminRole.READ);
    return Answer.text(HttpResponseStatus.OK, TEXT, made().text())
        .with(HttpHeaderNames.CACHE_CONTROL, "no-store");
  }

  private synchronized Metrics made() {
    if (metrics == null) {
      metrics = make.get();
    }
    return metrics;
  }

  @Override
  public synchronized void close() {
    if (metrics != null) {
      metrics.close();
    }
  }
}
