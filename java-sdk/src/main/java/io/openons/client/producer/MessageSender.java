package io.openons.client.producer;

import io.openons.client.rpc.Rpc;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts messages on the wire. To a server that says that it takes several in one request, those that
 * wait for the same topic go together; to any other, each goes alone.
 */
final class MessageSender {
  private record LaneKey(Endpoints to, Resource topic, boolean waitForConnection) {}

  /** Lanes beyond this are forgotten when they are idle; a lane is made again at once. */
  private static final int MOST_LANES = 10_000;

  private final ClientCore core;
  private final Map<LaneKey, SendLane> lanes = new ConcurrentHashMap<>();

  /** The lanes that the thread has filled and not let go yet; null when it lets each message go. */
  private final ThreadLocal<Set<SendLane>> filling = new ThreadLocal<>();

  MessageSender(ClientCore core) {
    this.core = core;
  }

  /**
   * One attempt.
   *
   * @param waitForConnection whether the time may be spent on waiting for a connection
   */
  CompletableFuture<SendResultEntry> send(
      Endpoints to, Message message, long timeoutNanos, boolean waitForConnection) {
    if (core.sessions().takesBatches(to)) {
      if (lanes.size() >= MOST_LANES) {
        lanes.values().removeIf(SendLane::isIdle);
      }
      SendLane lane =
          lanes.computeIfAbsent(new LaneKey(to, message.getTopic(), waitForConnection), this::lane);
      CompletableFuture<SendResultEntry> result = lane.add(message, timeoutNanos);
      Set<SendLane> lanesToFill = filling.get();
      if (lanesToFill == null) {
        lane.pump();
      } else {
        lanesToFill.add(lane);
      }
      return result;
    }
    SendMessageRequest request = SendMessageRequest.newBuilder().addMessages(message).build();
    return call(to, request, timeoutNanos, waitForConnection).thenApply(MessageSender::onlyEntry);
  }

  /** Lets what the calling thread sends meanwhile go together. */
  void together(Runnable sends) {
    Set<SendLane> lanesToFill = new LinkedHashSet<>();
    filling.set(lanesToFill);
    try {
      sends.run();
    } finally {
      filling.remove();
      lanesToFill.forEach(SendLane::pump);
    }
  }

  private SendLane lane(LaneKey key) {
    return new SendLane(
        key.to,
        (request, timeoutNanos) -> call(key.to, request, timeoutNanos, key.waitForConnection),
        core.timer()::nanoTime);
  }

  private CompletableFuture<SendMessageResponse> call(
      Endpoints to, SendMessageRequest request, long timeoutNanos, boolean waitForConnection) {
    return waitForConnection
        ? core.rpc().callWhenConnected(Rpc.SEND_MESSAGE, to, request, timeoutNanos)
        : core.rpc().call(Rpc.SEND_MESSAGE, to, request, timeoutNanos);
  }

  private static SendResultEntry onlyEntry(SendMessageResponse answer) {
    SendLane.requireEntries(answer, 1);
    return answer.getEntries(0);
  }
}
