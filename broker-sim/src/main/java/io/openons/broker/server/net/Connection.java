package io.openons.broker.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection: how much it has under way. Thread-safe.
 *
 * <p>Its own limits always hold. The limits of the broker refuse it only when it has more than its
 * share, so that those who use them up shut out nobody else; the sum is therefore up to twice the
 * limit.
 *
 * <p>A connection that takes no byte of an answer, or adds none to a request, for {@link
 * ServerLimits#stall} is closed, so that the memory it holds is free again.
 */
public final class Connection {
  private static final int LOOKS_PER_STALL = 4;
  private static final FastThreadLocal<Connection> READ = new FastThreadLocal<>();

  private final Connections all;
  private final Channel channel;
  private final Bound calls;
  private final Bound waiting;
  private final Bound unsent;
  private final Bound unfinished;
  private final Bound held;
  private final Queue<Runnable> withoutRoom = new ConcurrentLinkedQueue<>();
  private volatile long lastSent;
  private volatile long lastReceived;

  Connection(Connections all, Channel channel) {
    this.all = all;
    this.channel = channel;
    this.lastSent = all.nanos();
    this.lastReceived = lastSent;
    ServerLimits limits = all.limits();
    this.calls = new Bound("calls under way of this connection", limits.callsPerConnection());
    this.waiting = new Bound("waiting calls of this connection", limits.waitingPerConnection());
    this.unsent =
        new Bound("unsent bytes of answers of this connection", limits.unsentBytesPerConnection());
    this.unfinished =
        new Bound(
            "bytes of unfinished requests of this connection",
            limits.unfinishedBytesPerConnection());
    this.held =
        new Bound(
            "bytes of messages that wait to be sent on this connection",
            limits.unsentBytesPerConnection());
    long look = limits.stall().toNanos() / LOOKS_PER_STALL;
    Future<?> looks =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(this::closeIfStalled, look, look, TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(closed -> looks.cancel(false));
  }

  private void closeIfStalled() {
    long now = all.nanos();
    long stall = all.limits().stall().toNanos();
    if (unsent.now() == 0) {
      lastSent = now;
    } else if (now - lastSent > stall) {
      close(
          "has taken nothing of %d bytes of answers for %d ms"
              .formatted(unsent.now(), all.limits().stall().toMillis()));
    }
    if (unfinished.now() == 0) {
      lastReceived = now;
    } else if (now - lastReceived > stall) {
      close(
          "has added nothing to %d bytes of unfinished requests for %d ms"
              .formatted(unfinished.now(), all.limits().stall().toMillis()));
    }
  }

  /**
   * Returns the address of the client whose bytes are being read on this thread; null on others.
   * For the log: libraries that find a fault in the bytes do not name the client.
   */
  public static String clientBeingRead() {
    Connection read = READ.get();
    return read == null ? null : read.client();
  }

  void beginsReading() {
    READ.set(this);
  }

  static void endsReading() {
    READ.remove();
  }

  /** Returns the client's address. */
  public String client() {
    return String.valueOf(channel.remoteAddress());
  }

  /** Returns the address of the client as {@code host:port}. */
  public String clientAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : client();
  }

  /** Closes the connection and logs why; the reason continues "the connection from ADDRESS". */
  public void close(String reason) {
    all.faults().log("closed the connection from %s, which %s".formatted(client(), reason));
    // Past the handlers, which would say goodbye and wait until the client has taken that.
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  /** Logs a fault of the client, as a sentence that continues its address. */
  public void fault(String sentence) {
    all.faults().log(client() + " " + sentence);
  }

  /** Runs a task on the thread of this connection. */
  public void execute(Runnable task) {
    channel.eventLoop().execute(task);
  }

  /** Runs a task on the thread of this connection after a time, unless it is cancelled. */
  public Future<?> after(Duration wait, Runnable task) {
    return channel.eventLoop().schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Counts a call until {@link #callEnded}, unless too much is under way.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS}
   */
  public void callBegins() {
    unsent.check();
    take(calls, all.calls(), 1);
  }

  /** Counts a call no more. */
  public void callEnded() {
    calls.give(1);
    all.calls().give(1);
  }

  /**
   * Counts a call that waits for messages until {@link #waitEnded}.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS}
   */
  void waitBegins() {
    take(waiting, all.waiting(), 1);
  }

  void waitEnded() {
    waiting.give(1);
    all.waiting().give(1);
  }

  /**
   * Counts bytes of a request that is not finished, until {@link #requestEnded}. They are counted
   * even when they are refused.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS}
   */
  public void requestGrows(long bytes) {
    unfinished.add(bytes);
    all.unfinished().add(bytes);
    lastReceived = all.nanos();
    unfinished.check();
    checkShare(unfinished, all.unfinished());
  }

  /** Counts bytes of a request no more. */
  public void requestEnded(long bytes) {
    unfinished.give(bytes);
    all.unfinished().give(bytes);
  }

  /**
   * Counts bytes of messages that were taken for this connection and wait to be sent, until {@link
   * #releases}.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS}
   */
  public void holds(long bytes) {
    take(held, all.held(), bytes);
  }

  /** Counts bytes of messages no more. */
  public void releases(long bytes) {
    held.give(bytes);
    all.held().give(bytes);
  }

  /** Counts bytes of an answer until {@link #sent}. */
  public void sends(long bytes) {
    unsent.add(bytes);
    all.unsent().add(bytes);
  }

  /** Counts bytes no more that the client has taken, and wakes what waits for room. */
  public void sent(long bytes) {
    if (bytes == 0) {
      return;
    }
    unsent.give(bytes);
    all.unsent().give(bytes);
    lastSent = all.nanos();
    wake(withoutRoom);
    wake(all.withoutRoom());
  }

  /** Returns whether more bytes of an answer may be written now. */
  public boolean hasRoom() {
    return !unsent.isFull() && (!all.unsent().isFull() || unsent.now() < all.share(all.unsent()));
  }

  /** Runs a task on the thread of this connection as soon as there may be room. */
  public void whenRoom(Runnable task) {
    Queue<Runnable> queue = unsent.isFull() ? withoutRoom : all.withoutRoom();
    queue.add(() -> execute(task));
    if (hasRoom()) {
      // It came between the question and the entry.
      wake(queue);
    }
  }

  /** Wakes all that waited when it began; those that find no room come again. */
  private static void wake(Queue<Runnable> queue) {
    for (int left = queue.size(); left > 0; left--) {
      Runnable task = queue.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  private void take(Bound own, Bound shared, long amount) {
    own.take(amount);
    shared.add(amount);
    try {
      checkShare(own, shared);
    } catch (BrokerException refusal) {
      own.give(amount);
      shared.give(amount);
      throw refusal;
    }
  }

  private void checkShare(Bound own, Bound shared) {
    long reached = shared.now();
    if (reached > shared.limit() && own.now() > all.share(shared)) {
      throw shared.refusal(reached);
    }
  }
}
