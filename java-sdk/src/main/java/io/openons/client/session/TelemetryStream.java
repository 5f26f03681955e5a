package io.openons.client.session;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.rpc.EndpointsText;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.RpcClient;
import io.openons.client.runtime.Backoff;
import io.openons.client.runtime.Timer;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.TelemetryCommand;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The telemetry stream to one server, opened again whenever it ends, with our settings first.
 *
 * <p>An outage is logged once when it begins and once when it is over.
 */
final class TelemetryStream {
  private static final Log log = Logs.of(TelemetryStream.class);
  private static final String CALL = "Telemetry";

  /**
   * Official clients come back after one second; a server that stays away is asked half as often.
   */
  private static final Backoff RECONNECT =
      Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(2), 1.5);

  private final Endpoints to;
  private final RpcClient rpc;
  private final Timer timer;
  private final ClientRole role;
  private final Supplier<Settings> ourSettings;
  private final Consumer<Settings> onSettings;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private Stream current;
  private Timer.Task reconnect = () -> {};
  private int failures;
  private ONSClientException lastFailure;
  private volatile boolean up;
  private volatile Set<String> features = Set.of();
  private boolean closed;

  TelemetryStream(
      Endpoints to,
      RpcClient rpc,
      Timer timer,
      ClientRole role,
      Supplier<Settings> ourSettings,
      Consumer<Settings> onSettings) {
    this.to = to;
    this.rpc = rpc;
    this.timer = timer;
    this.role = role;
    this.ourSettings = ourSettings;
    this.onSettings = onSettings;
  }

  /** Completed by the first settings of the server; failed when it refuses for good. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Whether the server has answered our settings on the stream that is open now. */
  boolean isUp() {
    return up;
  }

  /** What the server said that it does beyond the common wire. */
  Set<String> features() {
    return features;
  }

  /**
   * Why the stream is not up, as far as known.
   *
   * @param limit how long the caller has waited
   */
  synchronized ONSClientException whyDown(Duration limit) {
    boolean timedOut = lastFailure != null && Failures.isTimeoutOfConnecting(lastFailure);
    if (lastFailure != null && !timedOut) {
      return lastFailure;
    }
    return new ONSClientException(
        CALL
            + " to "
            + EndpointsText.of(to)
            + " failed: "
            + (rpc.isConnected(to) ? "connected, no settings" : "no connection")
            + " within "
            + limit.toMillis()
            + " ms; the server may be starting or overloaded; check it, or raise"
            + " ons.startTimeoutMillis"
            + (timedOut ? "; " + lastFailure.getMessage() : ""),
        lastFailure,
        ErrorCode.NO_ANSWER_IN_TIME);
  }

  synchronized void open() {
    if (closed) {
      return;
    }
    Stream stream = new Stream();
    current = stream;
    stream.call = rpc.open(MessagingServiceGrpc.getTelemetryMethod(), to, 0, stream);
    if (current == stream) {
      stream.call.request(Integer.MAX_VALUE);
      sendSettings();
    }
  }

  /** Tells the server our settings of this moment. */
  synchronized void sendSettings() {
    send(TelemetryCommand.newBuilder().setSettings(ourSettings.get()).build());
  }

  /** Ends the stream and the connection, and makes both anew. */
  synchronized void reconnect(String why) {
    if (closed) {
      return;
    }
    log.warn("connection to {} is made anew: {}", EndpointsText.of(to), why);
    reconnect.cancel();
    abandonCurrent(why);
    rpc.dropConnection(to);
    open();
  }

  synchronized void close() {
    closed = true;
    reconnect.cancel();
    abandonCurrent("client was shut down");
  }

  private void abandonCurrent(String why) {
    up = false;
    Stream abandoned = current;
    current = null;
    if (abandoned != null) {
      abandoned.call.cancel(why, null);
    }
  }

  private void send(TelemetryCommand command) {
    if (current != null) {
      current.call.sendMessage(command);
    }
  }

  private synchronized void told(Stream stream, Metadata headers) {
    if (stream == current) {
      features = Features.in(headers);
    }
  }

  private synchronized void received(Stream stream, TelemetryCommand command) {
    if (stream != current) {
      return;
    }
    switch (command.getCommandCase()) {
      case SETTINGS -> settings(command.getSettings());
      case RECONNECT_ENDPOINTS_COMMAND -> reconnect("the server asked for it");
      case PRINT_THREAD_STACK_TRACE_COMMAND ->
          send(ThreadStacks.answer(command.getPrintThreadStackTraceCommand().getNonce()));
      case RECOVER_ORPHANED_TRANSACTION_COMMAND ->
          role.recover(to, command.getRecoverOrphanedTransactionCommand());
      case VERIFY_MESSAGE_COMMAND ->
          send(
              TelemetryCommand.newBuilder()
                  .setStatus(
                      Status.newBuilder()
                          .setCode(Code.NOT_IMPLEMENTED)
                          .setMessage("this client does not verify messages"))
                  .setVerifyMessageResult(
                      io.openons.proto.v2.VerifyMessageResult.newBuilder()
                          .setNonce(command.getVerifyMessageCommand().getNonce()))
                  .build());
      case COMMAND_NOT_SET -> refused(command.getStatus());
      default ->
          log.debug(
              "{} sent {}, which this client ignores",
              EndpointsText.of(to),
              command.getCommandCase());
    }
  }

  /** A status alone is how some servers refuse our settings while the stream stays open. */
  private void refused(Status status) {
    if (status.getCode() == Code.OK) {
      return;
    }
    lastFailure = Failures.ofAnswer(CALL, to, status, "");
    log.warn("{}", lastFailure.getMessage());
    if (!lastFailure.isRetryable()) {
      ready.completeExceptionally(lastFailure);
    }
  }

  private void settings(Settings settings) {
    onSettings.accept(settings);
    if (failures > 0) {
      log.info("connection to {} is back", EndpointsText.of(to));
    }
    failures = 0;
    lastFailure = null;
    up = true;
    ready.complete(null);
  }

  private synchronized void ended(Stream stream, io.grpc.Status status) {
    if (stream != current || closed) {
      return;
    }
    current = null;
    up = false;
    lastFailure =
        status.isOk()
            ? new ONSClientException(
                CALL + " to " + EndpointsText.of(to) + " was ended by the server",
                null,
                ErrorCode.SERVER_UNREACHABLE)
            : RpcClient.failure(CALL, to, status);
    failures++;
    boolean refused = !lastFailure.isRetryable();
    if (failures == 1) {
      log.warn(
          refused ? "the server refuses this client: {}" : "connection lost, trying again: {}",
          lastFailure.getMessage());
    }
    if (refused) {
      ready.completeExceptionally(lastFailure);
    }
    reconnect =
        timer.after(
            RECONNECT.delay(failures),
            () -> {
              rpc.hurry(to);
              open();
            });
  }

  /** One life of the stream; what comes from an earlier one is ignored. */
  private final class Stream extends ClientCall.Listener<TelemetryCommand> {
    private ClientCall<TelemetryCommand, TelemetryCommand> call;

    @Override
    public void onHeaders(Metadata headers) {
      told(this, headers);
    }

    @Override
    public void onMessage(TelemetryCommand command) {
      received(this, command);
    }

    @Override
    public void onClose(io.grpc.Status status, Metadata trailers) {
      ended(this, status);
    }
  }
}
