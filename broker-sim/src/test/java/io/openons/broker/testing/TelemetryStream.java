package io.openons.broker.testing;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.openons.proto.v2.MessagingServiceGrpc.MessagingServiceStub;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.TelemetryCommand;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A telemetry stream, seen from the client. */
public final class TelemetryStream implements StreamObserver<TelemetryCommand>, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<TelemetryCommand> commands = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private final StreamObserver<TelemetryCommand> server;

  public TelemetryStream(MessagingServiceStub stub) {
    server = stub.telemetry(this);
  }

  /** Sends a command. */
  public TelemetryStream send(TelemetryCommand.Builder command) {
    server.onNext(command.build());
    return this;
  }

  /** Sends settings. */
  public TelemetryStream send(Settings.Builder settings) {
    return send(TelemetryCommand.newBuilder().setSettings(settings));
  }

  /** The next command of the server. */
  public TelemetryCommand next() throws InterruptedException {
    var command = commands.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (command == null) {
      throw new AssertionError(
          "no command within " + PATIENCE_SECONDS + " s; end of stream: " + end.getNow(null));
    }
    return command;
  }

  /** How the stream ended; waits for it. */
  public Status end() {
    return end.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Completes the client's side; the server completes its own. */
  @Override
  public void close() {
    if (!end.isDone()) {
      server.onCompleted();
      end();
    }
  }

  @Override
  public void onNext(TelemetryCommand command) {
    commands.add(command);
  }

  @Override
  public void onError(Throwable error) {
    end.complete(Status.fromThrowable(error));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }
}
