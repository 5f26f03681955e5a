package io.openons.broker.server.remoting.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Frames;
import io.openons.broker.server.remoting.codec.Versions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other side of a connection: writes answers and requests to it, each when there is room. Safe
 * on any thread.
 */
public final class Peer {
  /** Requests of the broker that a client has not answered; more are refused. Ours. */
  private static final int MAX_ASKED = 64;

  private final Channel channel;
  private final Connection connection;
  private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opaque = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Command>> asked = new ConcurrentHashMap<>();

  /** Answers that wait for room, with those behind them; used on the connection's thread. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private boolean isFlushPlanned;
  private volatile ClientInfo info = ClientInfo.UNKNOWN;

  private record Waiting(Command request, Answer answer) {}

  /** Makes the other side of a connection. */
  public Peer(Channel channel, Connection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  /** Learns from the first request what the client is. Called on the connection's thread. */
  void heard(Command request) {
    if (info == ClientInfo.UNKNOWN) {
      info =
          new ClientInfo(
              "remoting",
              request.language(),
              Versions.text(request.version()),
              connection.clientAddress(),
              Instant.now());
    }
  }

  /** Returns how the client is connected, for operators. */
  public ClientInfo info() {
    return info;
  }

  /** Returns its connection. */
  public Connection connection() {
    return connection;
  }

  /** Returns the address of ours that the connection goes to. */
  public InetSocketAddress reachedAt() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Returns the address of the client. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /** Returns whether the connection is open. */
  public boolean isOpen() {
    return channel.isActive();
  }

  /** Returns whether the connection is open, and its client takes what it is sent. */
  public boolean hasRoom() {
    return isOpen() && connection.hasRoom();
  }

  /** Runs a task when the connection is closed; at once when it is. */
  public void whenClosed(Runnable task) {
    channel.closeFuture().addListener(closed -> task.run());
  }

  /** Cancels a future when the connection is closed before it is done. */
  public void cancelWhenClosed(CompletableFuture<?> future) {
    pending.add(future);
    future.whenComplete((result, failure) -> pending.remove(future));
    if (!channel.isOpen()) {
      future.cancel(false);
    }
  }

  /** The connection is closed: what waits for it waits no more. Called on its thread. */
  public void closed() {
    pending.forEach(future -> future.cancel(false));
    waiting.forEach(
        each -> {
          connection.releases(each.answer.body().held());
          each.answer.body().dropped();
        });
    waiting.clear();
  }

  /** Answers a request; nothing when its sender waits for no answer. */
  public void answer(Command request, Answer answer) {
    if (!request.isOneWay()) {
      onOwnThread(() -> write(request, answer));
    }
  }

  /**
   * Sends a request that the client does not answer.
   *
   * @return false when the connection is closed
   */
  public boolean tell(int code, Map<String, String> fields, byte[] body) {
    return tell(code, fields, body, () -> {});
  }

  /**
   * Sends a request that the client does not answer.
   *
   * @param sent runs on the connection's thread when the request has left, or cannot any more
   * @return false when the connection is closed
   */
  public boolean tell(int code, Map<String, String> fields, byte[] body, Runnable sent) {
    if (!isOpen()) {
      return false;
    }
    Command command = Command.oneWay(code, opaque.getAndIncrement(), fields);
    onOwnThread(() -> write(command, Unpooled.wrappedBuffer(body)).addListener(done -> sent.run()));
    return true;
  }

  /**
   * Sends a request that the client answers.
   *
   * @param body what follows its header
   * @param patience how long to wait for the answer
   * @return the answer; fails with a {@link BrokerException} when there is none
   */
  public CompletableFuture<Command> ask(
      int code, Map<String, String> fields, byte[] body, Duration patience) {
    CompletableFuture<Command> answer = new CompletableFuture<>();
    int id = opaque.getAndIncrement();
    if (!isOpen() || asked.size() >= MAX_ASKED) {
      return CompletableFuture.failedFuture(
          new BrokerException(
              Reason.BAD_REQUEST, "client %s cannot be asked now; try again".formatted(this)));
    }
    asked.put(id, answer);
    cancelWhenClosed(answer);
    Future<?> timeout =
        channel
            .eventLoop()
            .schedule(
                () ->
                    answer.completeExceptionally(
                        new BrokerException(
                            Reason.BAD_REQUEST,
                            "client %s did not answer request %d within %s"
                                .formatted(this, code, patience))),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    answer.whenComplete(
        (result, failure) -> {
          asked.remove(id);
          timeout.cancel(false);
        });
    Command command = Command.request(code, id, fields);
    onOwnThread(() -> write(command, Unpooled.wrappedBuffer(body)));
    return answer;
  }

  /** Takes the answer to a request of the broker; nothing when nobody waits for it. */
  void answered(Command answer) {
    CompletableFuture<Command> waits = asked.remove(answer.opaque());
    if (waits != null) {
      waits.complete(answer);
    }
  }

  private void onOwnThread(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }

  private void write(Command request, Answer answer) {
    long held = answer.body().held();
    if (!channel.isActive()) {
      answer.body().dropped();
      return;
    }
    if (held == 0 || waiting.isEmpty() && connection.hasRoom()) {
      writeNow(request, answer);
      return;
    }
    try {
      connection.holds(held);
    } catch (BrokerException refusal) {
      answer.body().dropped();
      writeNow(request, Refusals.of(refusal));
      return;
    }
    waiting.add(new Waiting(request, answer));
    if (waiting.size() == 1) {
      connection.whenRoom(this::writeWaiting);
    }
  }

  private void writeWaiting() {
    while (!waiting.isEmpty() && connection.hasRoom()) {
      Waiting next = waiting.remove();
      connection.releases(next.answer.body().held());
      writeNow(next.request, next.answer);
    }
    if (!waiting.isEmpty()) {
      connection.whenRoom(this::writeWaiting);
    }
  }

  private void writeNow(Command request, Answer answer) {
    Command header = request.answer(answer.code(), answer.remark(), answer.fields());
    write(header, answer.body().make(channel.alloc()));
  }

  private ChannelFuture write(Command header, ByteBuf body) {
    ByteBuf frame = Frames.write(channel.alloc(), header, body);
    long bytes = frame.readableBytes();
    connection.sends(bytes);
    ChannelProgressivePromise written = channel.newProgressivePromise();
    written.addListener(new Sent(bytes));
    channel.write(frame, written);
    if (!isFlushPlanned) {
      // The answers of one turn go out together.
      isFlushPlanned = true;
      channel.eventLoop().execute(this::flush);
    }
    return written;
  }

  private void flush() {
    isFlushPlanned = false;
    channel.flush();
  }

  /** Counts what the client takes of a frame, part by part. */
  private final class Sent implements ChannelProgressiveFutureListener {
    private long left;

    Sent(long bytes) {
      this.left = bytes;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
      // Encrypted bytes are more than those that were counted.
      long rest = Math.max(0, total - progress);
      if (rest < left) {
        connection.sent(left - rest);
        left = rest;
      }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
      connection.sent(left);
      left = 0;
    }
  }

  @Override
  public String toString() {
    return connection.client();
  }
}
