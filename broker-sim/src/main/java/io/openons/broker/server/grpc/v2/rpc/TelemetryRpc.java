package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientSession;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.broker.server.grpc.v2.guard.RequestNeeds;
import io.openons.broker.server.grpc.v2.translate.DeliveredMessages;
import io.openons.broker.server.grpc.v2.translate.Filters;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.broker.server.grpc.v2.translate.RequestedSettings;
import io.openons.broker.server.grpc.v2.translate.SettingsAnswer;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.SubscriptionEntry;
import io.openons.proto.v2.TelemetryCommand;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams by which clients tell their settings and show that they live. */
final class TelemetryRpc {
  private static final Logger log = LoggerFactory.getLogger(TelemetryRpc.class);

  /** Clients that could do nothing here, since they consume lite topics only. */
  private static final Set<ClientType> LITE =
      Set.of(ClientType.LITE_PUSH_CONSUMER, ClientType.LITE_SIMPLE_CONSUMER);

  private final Broker broker;
  private final AccessControl access;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  TelemetryRpc(Broker broker, AccessControl access) {
    this.broker = broker;
    this.access = access;
  }

  StreamObserver<TelemetryCommand> telemetry(StreamObserver<TelemetryCommand> out) {
    Session session =
        new Session(CallInfo.current(), (ServerCallStreamObserver<TelemetryCommand>) out);
    sessions.add(session);
    session.open();
    return session;
  }

  private TelemetryCommand.Builder question(
      Session session, Topic topic, String transactionId, Message half) {
    // A session of the user who sent the message, so this is the handle that the sender has, or
    // that of another access key of the same user.
    String id = access.seal(session.info.caller(), transactionId);
    return TelemetryCommand.newBuilder()
        .setStatus(Statuses.OK)
        .setRecoverOrphanedTransactionCommand(
            RecoverOrphanedTransactionCommand.newBuilder()
                .setTransactionId(id)
                .setMessage(DeliveredMessages.half(topic, half)));
  }

  /** Ends all streams in good order, so that clients come back at once when the broker does. */
  void close() {
    sessions.forEach(session -> session.end(null));
  }

  /** One stream. Commands come one at a time; it may be ended from any thread. */
  private final class Session implements StreamObserver<TelemetryCommand>, ClientSession {
    private final CallInfo info;
    private final ClientInfo description;
    private final ServerCallStreamObserver<TelemetryCommand> out;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean isOpen;

    Session(CallInfo info, ServerCallStreamObserver<TelemetryCommand> out) {
      this.info = info;
      this.description = info.describe();
      this.out = out;
    }

    void open() {
      out.setOnCancelHandler(() -> end(null));
      try {
        info.requireClientId();
        broker.clients().opened(this);
        isOpen = true;
      } catch (BrokerException refusal) {
        refuse(refusal);
      }
    }

    @Override
    public String clientId() {
      return info.clientId();
    }

    @Override
    public ClientInfo info() {
      return description;
    }

    @Override
    public String owner() {
      return info.caller().userName();
    }

    /** The user may have lost the right since the message was sent. */
    @Override
    public boolean check(Topic topic, String transactionId, String producerGroup, Message half) {
      return access.permits(info.caller(), Need.publish(topic.name()))
          && send(question(this, topic, transactionId, half));
    }

    @Override
    public void onNext(TelemetryCommand command) {
      if (ended.get()) {
        return;
      }
      switch (command.getCommandCase()) {
        case SETTINGS -> settings(command.getSettings());
        case THREAD_STACK_TRACE, VERIFY_MESSAGE_RESULT ->
            log.debug(
                "{} answered {} that nobody asked for", info.clientId(), command.getCommandCase());
        default ->
            send(
                TelemetryCommand.newBuilder()
                    .setStatus(
                        Statuses.of(
                            Code.BAD_REQUEST,
                            "the command has no content that a client may send")));
      }
    }

    private void settings(Settings settings) {
      try {
        access.require(info.caller(), RequestNeeds.of(settings));
        if (LITE.contains(settings.getClientType())) {
          throw new BrokerException(
              Reason.NOT_IMPLEMENTED, "lite topics are not offered by this broker");
        }
        if (!settings.hasPublishing() && !settings.hasSubscription()) {
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "the settings have neither publishing nor subscription; set one of them");
        }
        Settings answer;
        if (settings.hasSubscription()) {
          answer = SettingsAnswer.toConsumer(settings, subscribe(settings));
        } else {
          publish(settings);
          answer = SettingsAnswer.toProducer(settings);
        }
        send(TelemetryCommand.newBuilder().setStatus(Statuses.OK).setSettings(answer));
      } catch (BrokerException refusal) {
        refuse(refusal);
      }
    }

    private void publish(Settings settings) {
      for (Resource topic : settings.getPublishing().getTopicsList()) {
        broker.clients().publishes(info.clientId(), Names.of(topic));
      }
    }

    private GroupSettings subscribe(Settings settings) {
      ResourceName group = Names.of(settings.getSubscription().getGroup());
      Group known = broker.group(group);
      GroupSettings wanted = RequestedSettings.of(settings, known.settings());
      broker.adapt(known, wanted);
      for (SubscriptionEntry entry : settings.getSubscription().getSubscriptionsList()) {
        Filters.of(entry.getExpression());
        try {
          broker.subscribe(group, Names.of(entry.getTopic()));
        } catch (BrokerException refusal) {
          if (refusal.reason() != Reason.TOPIC_NOT_FOUND) {
            throw refusal;
          }
          // The client hears of it from its route query; settings may name topics before they are
          // made.
          info.connection()
              .fault("subscribes to a topic that does not exist: " + refusal.getMessage());
        }
      }
      return wanted;
    }

    /** Returns false when the stream has ended. */
    private boolean send(TelemetryCommand.Builder command) {
      synchronized (out) {
        if (ended.get() || out.isCancelled()) {
          return false;
        }
        out.onNext(command.build());
        return true;
      }
    }

    private void refuse(BrokerException refusal) {
      if (!info.wantsBareEnd()) {
        send(TelemetryCommand.newBuilder().setStatus(Statuses.of(refusal)));
      }
      end(Statuses.ofStream(refusal).asRuntimeException());
    }

    private void end(StatusRuntimeException refusal) {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      sessions.remove(this);
      if (isOpen) {
        broker.clients().closed(this);
      }
      synchronized (out) {
        if (refusal != null) {
          out.onError(refusal);
        } else if (!out.isCancelled()) {
          out.onCompleted();
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      end(null);
    }

    @Override
    public void onCompleted() {
      end(null);
    }
  }
}
