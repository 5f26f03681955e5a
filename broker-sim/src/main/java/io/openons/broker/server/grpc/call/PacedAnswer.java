package io.openons.broker.server.grpc.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.WaitingCalls;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes the frames of an answer one by one, each when the client has taken the one before and its
 * connection has room, so that a client that does not read costs no memory. Frames are made when
 * they are written. Thread-safe.
 */
public final class PacedAnswer<A> {
  private final ServerCallStreamObserver<A> call;
  private final Connection connection;
  private Iterator<A> frames;
  private boolean isWriting;
  private long held;

  /**
   * Begins the answer when it is known what came of the call.
   *
   * @param <A> the frames of the answer
   * @param <R> what the call asks for
   */
  public interface Beginning<A, R> {
    /** Calls {@link PacedAnswer#begin} once; one of result and failure is null. */
    void begin(PacedAnswer<A> answer, R result, Throwable failure);
  }

  /**
   * Begins a call that may wait. A client that cancels ends the waiting, and gets no more.
   *
   * @param work makes the future of what the call asks for
   * @param unread gets what was answered when the answer did not reach the client
   */
  public static <A, R> void later(
      StreamObserver<A> out,
      WaitingCalls<R> waiting,
      Supplier<CompletableFuture<R>> work,
      Consumer<R> unread,
      Beginning<A, R> beginning) {
    ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) out;
    Connection connection = CallInfo.current().connection();
    PacedAnswer<A> answer = new PacedAnswer<>(call, connection);
    CompletableFuture<R> pending = waiting.begin(connection, work);
    call.setOnCancelHandler(
        () -> {
          answer.cancel();
          if (!pending.cancel(false) && !pending.isCompletedExceptionally()) {
            unread.accept(pending.join());
          }
        });
    pending.whenComplete(
        (result, failure) -> {
          if (!call.isCancelled()) {
            beginning.begin(answer, result, failure);
          }
        });
  }

  private PacedAnswer(ServerCallStreamObserver<A> call, Connection connection) {
    this.call = call;
    this.connection = connection;
    call.setOnReadyHandler(this::write);
  }

  /**
   * Begins to write. Called once.
   *
   * @param heldBytes the memory that the frames need while they wait
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when the connection or the broker
   *     holds too much already
   */
  public void begin(Stream<A> all, long heldBytes) {
    connection.holds(heldBytes);
    synchronized (this) {
      frames = all.iterator();
      held = heldBytes;
    }
    write();
  }

  /** Begins to write frames that need hardly any memory. Called once. */
  public void begin(List<A> all) {
    begin(all.stream(), 0);
  }

  /** Writes no more. */
  public synchronized void cancel() {
    frames = null;
    connection.releases(held);
    held = 0;
  }

  /** Returns about how much memory messages need while they wait; their bodies stay in the log. */
  public static long held(Stream<StoredMessage> messages) {
    return messages.mapToLong(stored -> held(stored.message())).sum();
  }

  private static long held(Message message) {
    long characters = message.id().length() + 512;
    for (String key : message.keys()) {
      characters += key.length() + 48;
    }
    for (Map.Entry<String, String> property : message.properties().entrySet()) {
      characters += property.getKey().length() + property.getValue().length() + 128;
    }
    return characters;
  }

  private void write() {
    synchronized (this) {
      if (frames == null || isWriting) {
        return;
      }
      isWriting = true;
      try {
        while (frames.hasNext() && call.isReady() && connection.hasRoom()) {
          call.onNext(frames.next());
        }
      } finally {
        isWriting = false;
      }
      if (call.isCancelled()) {
        cancel();
      } else if (!frames.hasNext()) {
        cancel();
        call.onCompleted();
      } else if (call.isReady()) {
        connection.whenRoom(this::write);
      }
    }
  }
}
