package io.openons.client.session;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.rpc.RpcClient;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.Timer;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A client's relations to all servers that it knows. */
public final class Sessions {
  private static final Log log = Logs.of(Sessions.class);

  /** So many silent heartbeats in a row, and the connection counts as dead. */
  private static final int SILENT_HEARTBEATS = 2;

  /** A goodbye is a courtesy; a shutdown does not wait longer for it. */
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final RpcClient rpc;
  private final Timer timer;
  private final ClientRole role;
  private final Duration requestTimeout;
  private final Supplier<Settings> ourSettings;
  private final Consumer<Settings> onSettings;
  private final Map<Endpoints, TelemetryStream> streams = new ConcurrentHashMap<>();
  private final Map<Endpoints, Integer> silent = new ConcurrentHashMap<>();
  private boolean closed;

  Sessions(
      RpcClient rpc,
      Timer timer,
      ClientRole role,
      Duration requestTimeout,
      Supplier<Settings> ourSettings,
      Consumer<Settings> onSettings) {
    this.rpc = rpc;
    this.timer = timer;
    this.role = role;
    this.requestTimeout = requestTimeout;
    this.ourSettings = ourSettings;
    this.onSettings = onSettings;
  }

  /** Opens a stream to a server that is not known yet. */
  void open(Endpoints to) {
    TelemetryStream stream;
    synchronized (this) {
      if (closed || streams.containsKey(to)) {
        return;
      }
      stream = new TelemetryStream(to, rpc, timer, role, ourSettings, onSettings);
      streams.put(to, stream);
    }
    stream.open();
  }

  /** Whether a server is known and has answered our settings. */
  public boolean isUp(Endpoints to) {
    TelemetryStream stream = streams.get(to);
    return stream != null && stream.isUp();
  }

  /** Whether a server said that it takes several messages in one send request. */
  public boolean takesBatches(Endpoints to) {
    return features(to).contains(Features.BATCH_SEND);
  }

  /** What a server said that it does beyond the common wire. */
  public Set<String> features(Endpoints to) {
    TelemetryStream stream = streams.get(to);
    return stream == null ? Set.of() : stream.features();
  }

  /** Waits until one of some servers, all of them known, has answered our settings. */
  public void awaitAny(Collection<Endpoints> servers, Deadline deadline) {
    List<TelemetryStream> candidates = servers.stream().map(streams::get).toList();
    CompletableFuture<Void> any = new CompletableFuture<>();
    candidates.forEach(stream -> stream.ready().thenRun(() -> any.complete(null)));
    CompletableFuture.allOf(
            candidates.stream().map(TelemetryStream::ready).toArray(CompletableFuture[]::new))
        .whenComplete(
            (all, refused) -> {
              if (refused != null) {
                any.completeExceptionally(refused);
              }
            });
    Await.get(any, deadline.left(), () -> candidates.get(0).whyDown(deadline.limit()));
  }

  /** Tells all servers our settings of this moment. */
  public void sendSettings() {
    streams.values().forEach(TelemetryStream::sendSettings);
  }

  /** Says to all servers that this client lives. */
  void heartbeat() {
    HeartbeatRequest.Builder request = HeartbeatRequest.newBuilder().setClientType(role.type());
    role.group().ifPresent(request::setGroup);
    streams.forEach(
        (to, stream) -> {
          if (stream.isUp()) {
            rpc.call(Rpc.HEARTBEAT, to, request.build(), requestTimeout.toNanos())
                .whenComplete((answer, failure) -> heard(to, stream, failure));
          }
        });
  }

  private void heard(Endpoints to, TelemetryStream stream, Throwable failure) {
    if (failure == null) {
      silent.remove(to);
      return;
    }
    ONSClientException known = Failures.unwrap(failure);
    log.debug("heartbeat failed", known);
    if (known.getErrorCode() == ErrorCode.UNRECOGNIZED_CLIENT_TYPE) {
      stream.sendSettings();
    } else if (known.getErrorCode() == ErrorCode.NO_ANSWER_IN_TIME
        && silent.merge(to, 1, Integer::sum) >= SILENT_HEARTBEATS) {
      silent.remove(to);
      stream.reconnect("heartbeats were not answered");
    }
  }

  /** The settings seem to be lost at a server. */
  public void repeatSettings(Endpoints to) {
    TelemetryStream stream = streams.get(to);
    if (stream != null) {
      stream.sendSettings();
    }
  }

  /** Says goodbye to the servers that are up, and ends all streams. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    NotifyClientTerminationRequest.Builder request = NotifyClientTerminationRequest.newBuilder();
    role.group().ifPresent(request::setGroup);
    CompletableFuture<?>[] goodbyes =
        streams.entrySet().stream()
            .filter(entry -> entry.getValue().isUp())
            .map(
                entry ->
                    rpc.call(
                            Rpc.NOTIFY_TERMINATION,
                            entry.getKey(),
                            request.build(),
                            GOODBYE.toNanos())
                        .handle(Sessions::saidGoodbye))
            .toArray(CompletableFuture[]::new);
    waitFor(CompletableFuture.allOf(goodbyes));
    streams.values().forEach(TelemetryStream::close);
  }

  private static void waitFor(CompletableFuture<Void> goodbyes) {
    try {
      goodbyes.get(2 * GOODBYE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      log.debug("some servers did not answer our goodbye in time", late);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("failures of goodbyes are handled one by one", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Void saidGoodbye(Object answer, Throwable failure) {
    if (failure != null) {
      log.debug("a server did not take our goodbye", failure);
    }
    return null;
  }
}
