package io.openons.broker.server.grpc.v1.rpc;

import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientSession;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.v1.translate.DeliveredMessages;
import io.openons.proto.v1.NoopCommand;
import io.openons.proto.v1.PollCommandResponse;
import io.openons.proto.v1.RecoverOrphanedTransactionCommand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A client that asks what there is to do, one command at a time. What comes between two of its
 * questions waits for the next one. Thread-safe.
 */
final class PollingClient implements ClientSession {
  static final PollCommandResponse NOTHING =
      PollCommandResponse.newBuilder().setNoopCommand(NoopCommand.getDefaultInstance()).build();

  /** Commands that wait at a time; transactions beyond are asked for later. Ours. */
  private static final int MOST_COMMANDS = 64;

  private final String clientId;
  private final Caller caller;
  private final AccessControl access;
  private final Set<String> producerGroups;
  private final ClientInfo info;
  private final Deque<Supplier<PollCommandResponse>> commands = new ArrayDeque<>();
  private CompletableFuture<PollCommandResponse> question;

  PollingClient(String clientId, CallInfo call, AccessControl access, Set<String> producerGroups) {
    this.clientId = clientId;
    this.caller = call.caller();
    this.info = call.describe();
    this.access = access;
    this.producerGroups = producerGroups;
  }

  /** Takes the place of the question before; returns the future of the answer. */
  CompletableFuture<PollCommandResponse> ask() {
    CompletableFuture<PollCommandResponse> before;
    CompletableFuture<PollCommandResponse> now = new CompletableFuture<>();
    Supplier<PollCommandResponse> command;
    synchronized (this) {
      before = question;
      question = now;
      command = commands.poll();
    }
    if (before != null) {
      before.complete(NOTHING);
    }
    if (command != null) {
      now.complete(command.get());
    }
    return now;
  }

  /** Says whether the client waits for a command. */
  synchronized boolean isAsking() {
    return question != null && !question.isDone();
  }

  @Override
  public String clientId() {
    return clientId;
  }

  @Override
  public Set<String> producerGroups() {
    return producerGroups;
  }

  @Override
  public ClientInfo info() {
    return info;
  }

  @Override
  public String owner() {
    return caller.userName();
  }

  /** The user may have lost the right since the message was sent. */
  @Override
  public boolean check(Topic topic, String transactionId, String producerGroup, Message half) {
    if (!producerGroups.contains(producerGroup)
        || !access.permits(caller, Need.publish(topic.name()))) {
      return false;
    }
    return tell(
        () ->
            PollCommandResponse.newBuilder()
                .setRecoverOrphanedTransactionCommand(
                    RecoverOrphanedTransactionCommand.newBuilder()
                        .setTransactionId(access.seal(caller, transactionId))
                        .setOrphanedTransactionalMessage(DeliveredMessages.half(topic, half)))
                .build());
  }

  private boolean tell(Supplier<PollCommandResponse> command) {
    CompletableFuture<PollCommandResponse> asking;
    synchronized (this) {
      asking = question;
      if (asking == null || asking.isDone()) {
        return commands.size() < MOST_COMMANDS && commands.add(command);
      }
      question = null;
    }
    return asking.complete(command.get()) || tell(command);
  }
}
