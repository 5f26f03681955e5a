package io.openons.broker.server.grpc.v1.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.util.concurrent.Future;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.server.grpc.call.Answering;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.v1.call.Commons;
import io.openons.broker.server.grpc.v1.translate.Filters;
import io.openons.broker.server.grpc.v1.translate.Names;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.proto.v1.ConsumeModel;
import io.openons.proto.v1.ConsumerData;
import io.openons.proto.v1.HealthCheckRequest;
import io.openons.proto.v1.HealthCheckResponse;
import io.openons.proto.v1.HeartbeatRequest;
import io.openons.proto.v1.HeartbeatResponse;
import io.openons.proto.v1.NotifyClientTerminationRequest;
import io.openons.proto.v1.NotifyClientTerminationResponse;
import io.openons.proto.v1.PollCommandRequest;
import io.openons.proto.v1.PollCommandResponse;
import io.openons.proto.v1.SubscriptionEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Signs of life, what there is to do, and the end of a client. */
final class ClientRpcs {
  /** How long a client waits for a command; it gives up after 60 s. */
  private static final Duration POLLING = Duration.ofSeconds(45);

  private final Broker broker;

  private final AccessControl access;
  private final StartPositions starts;
  private final Map<String, PollingClient> polling = new ConcurrentHashMap<>();
  private final WaitingCalls<PollCommandResponse> waiting =
      new WaitingCalls<>(PollingClient.NOTHING);

  ClientRpcs(Broker broker, AccessControl access, StartPositions starts) {
    this.broker = broker;
    this.access = access;
    this.starts = starts;
  }

  /** Answers whoever waits. */
  void close() {
    waiting.close();
  }

  void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> out) {
    Answering.now(
        out,
        failure -> HeartbeatResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          String clientId = CallInfo.current().clientNamed(request.getClientId());
          if (request.hasConsumerData()
              && request.getConsumerData().getConsumeModel() == ConsumeModel.CLUSTERING) {
            consumes(request.getConsumerData(), request.getFifoFlag());
          }
          broker.clients().seen(clientId);
          return HeartbeatResponse.newBuilder().setCommon(Commons.OK).build();
        });
  }

  private void consumes(ConsumerData consumer, boolean ordered) {
    ResourceName name = Names.of(consumer.getGroup());
    Group group = broker.group(name);
    GroupSettings now = group.settings();
    int most = consumer.getDeadLetterPolicy().getMaxDeliveryAttempts();
    broker.adapt(
        group,
        new GroupSettings(
            now.ordered() || ordered, most > 0 ? most : now.maxAttempts(), now.backoff()));
    for (SubscriptionEntry entry : consumer.getSubscriptionsList()) {
      Filters.of(entry.getExpression());
      try {
        // The receive has the time of TARGET_TIMESTAMP.
        switch (consumer.getConsumePolicy()) {
          case TARGET_TIMESTAMP -> broker.topic(Names.of(entry.getTopic()));
          default -> starts.begin(name, Names.of(entry.getTopic()), consumer.getConsumePolicy(), 0);
        }
      } catch (BrokerException refusal) {
        if (refusal.reason() != Reason.TOPIC_NOT_FOUND) {
          throw refusal;
        }
        // The client hears of it from its route query.
        CallInfo.current()
            .connection()
            .fault("subscribes to a topic that does not exist: " + refusal.getMessage());
      }
    }
  }

  void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckResponse> out) {
    Answering.now(
        out,
        failure -> HealthCheckResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> HealthCheckResponse.newBuilder().setCommon(Commons.OK).build());
  }

  /** The answer has no place for a refusal, so the call ends with it. */
  void pollCommand(PollCommandRequest request, StreamObserver<PollCommandResponse> out) {
    ServerCallStreamObserver<PollCommandResponse> call =
        (ServerCallStreamObserver<PollCommandResponse>) out;
    CallInfo info = CallInfo.current();
    PollingClient client;
    try {
      client = client(request, info);
    } catch (BrokerException refusal) {
      call.onError(Commons.ofCall(refusal).asRuntimeException());
      return;
    }
    CompletableFuture<PollCommandResponse> command = waiting.begin(info.connection(), client::ask);
    call.setOnCancelHandler(() -> command.cancel(false));
    Future<?> timeout =
        info.connection().after(POLLING, () -> command.complete(PollingClient.NOTHING));
    command.whenComplete(
        (answer, failure) -> {
          timeout.cancel(false);
          // It comes back at once, or is gone.
          info.connection().after(Limits.RECONNECT_TIME, () -> endUnlessAsking(client));
          if (failure instanceof BrokerException refusal) {
            call.onError(Commons.ofCall(refusal).asRuntimeException());
          } else if (!call.isCancelled()) {
            call.onNext(answer);
            call.onCompleted();
          }
        });
  }

  private PollingClient client(PollCommandRequest request, CallInfo info) {
    String clientId = info.clientNamed(request.getClientId());
    Set<String> groups =
        request.hasProducerGroup()
            ? Set.of(Names.of(request.getProducerGroup()).toString())
            : Set.of();
    PollingClient known = polling.get(clientId);
    if (known != null && known.producerGroups().equals(groups)) {
      return known;
    }
    PollingClient client = new PollingClient(clientId, info, access, groups);
    broker.clients().opened(client);
    PollingClient before = polling.put(clientId, client);
    if (before != null) {
      broker.clients().closed(before);
    }
    return client;
  }

  private void endUnlessAsking(PollingClient client) {
    if (!client.isAsking()) {
      end(client);
    }
  }

  private void end(PollingClient client) {
    if (polling.remove(client.clientId(), client)) {
      broker.clients().closed(client);
    }
  }

  void notifyClientTermination(
      NotifyClientTerminationRequest request, StreamObserver<NotifyClientTerminationResponse> out) {
    Answering.now(
        out,
        failure ->
            NotifyClientTerminationResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          String clientId = CallInfo.current().clientNamed(request.getClientId());
          PollingClient client = polling.get(clientId);
          if (client != null) {
            end(client);
          }
          broker.clients().terminated(clientId);
          return NotifyClientTerminationResponse.newBuilder().setCommon(Commons.OK).build();
        });
  }
}
