package io.openons.broker.server.attack;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.RawConnection;
import java.io.Closeable;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** What one attack does to a broker, on a thread of its own, until it is told to end. */
final class Stage implements Closeable {
  private static final int SECONDS = 120;

  /** Between two drops of a trickle. */
  private static final int PAUSE_NANOS = 100_000;

  /** Goes on until the stage is over. */
  @FunctionalInterface
  interface Assault {
    void run(Stage stage) throws Exception;
  }

  /** Does something on a connection. */
  @FunctionalInterface
  interface OnConnection {
    void run(RawConnection connection) throws IOException;
  }

  private final String endpoint;
  private final Deque<Closeable> kept = new ConcurrentLinkedDeque<>();
  private final CountDownLatch atFullForce = new CountDownLatch(1);
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<Void> end;
  private volatile boolean isOver;

  Stage(String endpoint, Assault assault) {
    this.endpoint = endpoint;
    this.end =
        CompletableFuture.runAsync(
            () -> run(assault), task -> new Thread(task, "attacker").start());
  }

  private void run(Assault assault) {
    try {
      assault.run(this);
    } catch (Throwable e) {
      // Its connections are closed under it in the end.
      if (!isOver) {
        failure.set(e);
      }
    } finally {
      atFullForce.countDown();
    }
  }

  /** Waits until the attack is at full force. */
  void awaitFullForce() throws InterruptedException {
    if (!atFullForce.await(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the attack did not begin within %d s".formatted(SECONDS));
    }
    throwFailure();
  }

  private void throwFailure() {
    if (failure.get() != null) {
      throw new AssertionError("the attack failed", failure.get());
    }
  }

  boolean isOver() {
    return isOver;
  }

  /** Notes that the attack is at full force from now on. */
  void isAtFullForce() {
    atFullForce.countDown();
  }

  /** Returns a number that this attack has not used. */
  int next() {
    return names.incrementAndGet();
  }

  RawClient client(String clientId) {
    RawClient client = new RawClient(endpoint, clientId);
    kept.push(client::close);
    return client;
  }

  String endpoint() {
    return endpoint;
  }

  /** Opens a connection that stays until the end of the attack, or until the broker closes it. */
  RawConnection connect() throws IOException {
    RawConnection connection = new RawConnection(endpoint);
    kept.push(connection::close);
    return connection;
  }

  /** Does the same on one connection after the other; each goes on until the broker cuts it. */
  void again(OnConnection begin, OnConnection again) throws IOException {
    while (!isOver) {
      try (RawConnection connection = new RawConnection(endpoint)) {
        begin.run(connection);
        isAtFullForce();
        while (!isOver) {
          again.run(connection);
        }
      } catch (IOException cut) {
        // As the broker should do; the next one is on its way.
        isAtFullForce();
      }
    }
  }

  /** Sends the bytes again and again on HTTP/2, one connection after the other. */
  void flood(byte[] bytes) throws IOException {
    again(RawConnection::beginHttp2, connection -> connection.send(bytes));
  }

  /**
   * Keeps many connections, each of which gets a little more now and then: those that the broker
   * closes are opened anew.
   */
  void trickle(int connections, OnConnection begin, byte[] drop) throws IOException {
    RawConnection[] open = new RawConnection[connections];
    while (!isOver) {
      for (int i = 0; i < connections && !isOver; i++) {
        try {
          if (open[i] == null) {
            open[i] = connect();
            begin.run(open[i]);
          }
          LockSupport.parkNanos(PAUSE_NANOS);
          open[i].send(drop);
        } catch (IOException cut) {
          open[i] = null;
        }
      }
      isAtFullForce();
    }
  }

  /** Keeps some calls under way, each with a number of its own, whatever their answers are. */
  void calls(int underWay, IntFunction<ListenableFuture<?>> call) throws InterruptedException {
    Semaphore room = new Semaphore(underWay);
    for (int i = 0; !isOver; i++) {
      if (room.tryAcquire(1, TimeUnit.SECONDS)) {
        call.apply(i).addListener(room::release, MoreExecutors.directExecutor());
      }
      if (i == underWay) {
        isAtFullForce();
      }
    }
  }

  /** Ends the attack; fails when it failed before. */
  @Override
  public void close() throws IOException {
    isOver = true;
    for (Closeable resource : kept) {
      resource.close();
    }
    end.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    throwFailure();
  }
}
