package io.openons.client.testing;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Assignment;
import io.openons.proto.v2.Broker;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ChangeInvisibleDurationResponse;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.EndTransactionResponse;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueResponse;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.GetOffsetResponse;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.HeartbeatResponse;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.NotifyClientTerminationResponse;
import io.openons.proto.v2.Permission;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecallMessageResponse;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.TelemetryCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A messaging service whose every answer a test can write. It really listens on 127.0.0.1. What
 * clients ask is kept in {@link Seen} queues. An answer function that returns null stays silent.
 */
public final class FakeServer extends MessagingServiceGrpc.MessagingServiceImplBase
    implements AutoCloseable {
  public static final Status OK = status(Code.OK);

  public final Seen<QueryRouteRequest> routes = new Seen<>("QueryRoute");
  public final Seen<SendMessageRequest> sends = new Seen<>("SendMessage");
  public final Seen<HeartbeatRequest> heartbeats = new Seen<>("Heartbeat");
  public final Seen<QueryAssignmentRequest> assignments = new Seen<>("QueryAssignment");
  public final Seen<AckMessageRequest> acks = new Seen<>("AckMessage");
  public final Seen<ChangeInvisibleDurationRequest> leases = new Seen<>("ChangeInvisibleDuration");
  public final Seen<ForwardMessageToDeadLetterQueueRequest> deadLetters = new Seen<>("Forward");
  public final Seen<EndTransactionRequest> decisions = new Seen<>("EndTransaction");
  public final Seen<RecallMessageRequest> recalls = new Seen<>("RecallMessage");
  public final Seen<NotifyClientTerminationRequest> goodbyes = new Seen<>("Termination");
  public final Seen<TelemetryStream> telemetries = new Seen<>("Telemetry");

  /** Settings that clients sent, once they are answered. */
  public final Seen<Settings> settings = new Seen<>("Settings");

  public final Seen<TelemetryCommand> commands = new Seen<>("commands of the client");

  /** Long polls, which wait until the test answers them. */
  public final Seen<Poll> polls = new Seen<>("ReceiveMessage");

  /** Reads at offsets, which wait until the test answers them, if the server offers them. */
  public final Seen<PullPoll> pulls = new Seen<>("PullMessage");

  public volatile boolean offersPull;

  /** The headers of the last call, by the call's name. */
  public final Map<String, Metadata> headers = new ConcurrentHashMap<>();

  private final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();

  public volatile int queues = 1;

  /** The id of the first assigned queue; -1 stands for all. */
  public volatile int firstQueue;

  public volatile Endpoints advertised;

  /** What the answer to Telemetry says in {@code x-ons-features}; null to say nothing. */
  public volatile String features;

  public volatile Function<QueryRouteRequest, QueryRouteResponse> onRoute = this::route;
  public volatile Function<SendMessageRequest, SendMessageResponse> onSend = FakeServer::stored;
  public volatile Function<HeartbeatRequest, Status> onHeartbeat = request -> OK;
  public volatile Function<QueryAssignmentRequest, QueryAssignmentResponse> onAssignment =
      this::assigned;
  public volatile Function<AckMessageRequest, AckMessageResponse> onAck =
      request -> AckMessageResponse.newBuilder().setStatus(OK).build();
  public volatile Function<ChangeInvisibleDurationRequest, Status> onLease = request -> OK;
  public volatile Function<ForwardMessageToDeadLetterQueueRequest, Status> onDeadLetter =
      request -> OK;
  public volatile Function<EndTransactionRequest, Status> onDecision = request -> OK;
  public volatile Function<RecallMessageRequest, RecallMessageResponse> onRecall =
      request -> RecallMessageResponse.newBuilder().setStatus(OK).setMessageId("recalled").build();
  public volatile UnaryOperator<Settings> onSettings = FakeServer::accepted;

  private final Server server;
  private final int port;

  public FakeServer() {
    this(0, null);
  }

  /** A server at a port, with TLS when a context is given. */
  public FakeServer(int port, SslContext tls) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .maxInboundMessageSize(64 << 20)
            .addService(this)
            .intercept(new HeaderKeeper());
    if (tls != null) {
      builder.sslContext(tls);
    }
    try {
      server = builder.build().start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    this.port = server.getPort();
    advertised = endpoints(this.port);
  }

  public static Endpoints endpoints(int... ports) {
    Endpoints.Builder endpoints = Endpoints.newBuilder().setScheme(AddressScheme.IPv4);
    for (int port : ports) {
      endpoints.addAddresses(Address.newBuilder().setHost("127.0.0.1").setPort(port));
    }
    return endpoints.build();
  }

  public int port() {
    return port;
  }

  /** The remote ends of the connections on which calls came. */
  public Set<SocketAddress> connections() {
    return connections;
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new AssertionError("the fake server does not end");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  public static Status status(Code code) {
    return Status.newBuilder().setCode(code).setMessage("scripted " + code).build();
  }

  public static SendMessageResponse refused(Code code) {
    return SendMessageResponse.newBuilder()
        .setStatus(status(code))
        .addEntries(SendResultEntry.newBuilder().setStatus(status(code)))
        .build();
  }

  public static SendMessageResponse stored(SendMessageRequest request) {
    SendMessageResponse.Builder response = SendMessageResponse.newBuilder().setStatus(OK);
    request
        .getMessagesList()
        .forEach(
            message ->
                response
                    .addEntriesBuilder()
                    .setStatus(OK)
                    .setMessageId(message.getSystemProperties().getMessageId()));
    return response.build();
  }

  /** Answers in turn; the last answer holds for all further requests. */
  @SafeVarargs
  public static <Q, R> Function<Q, R> inTurn(Function<Q, R>... answers) {
    List<Function<Q, R>> left = new ArrayList<>();
    for (Function<Q, R> answer : answers) {
      left.add(answer);
    }
    return request -> {
      Function<Q, R> now;
      synchronized (left) {
        now = left.size() > 1 ? left.remove(0) : left.get(0);
      }
      return now.apply(request);
    };
  }

  private static Settings accepted(Settings sent) {
    Settings.Builder answer = sent.toBuilder();
    if (sent.hasPublishing()) {
      answer.getPublishingBuilder().setMaxBodySize(4 << 20);
      answer
          .getBackoffPolicyBuilder()
          .getExponentialBackoffBuilder()
          .setInitial(millis(10))
          .setMax(millis(1000))
          .setMultiplier(2);
    } else {
      answer.getSubscriptionBuilder().setReceiveBatchSize(32).setLongPollingTimeout(millis(20_000));
      answer
          .getBackoffPolicyBuilder()
          .setMaxAttempts(17)
          .getCustomizedBackoffBuilder()
          .addNext(millis(1000))
          .addNext(millis(5000));
    }
    return answer.build();
  }

  public static com.google.protobuf.Duration millis(long millis) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }

  public MessageQueue queue(Resource topic, int id) {
    return MessageQueue.newBuilder()
        .setTopic(topic)
        .setId(id)
        .setPermission(Permission.READ_WRITE)
        .setBroker(Broker.newBuilder().setName("fake").setEndpoints(advertised))
        .addAcceptMessageTypes(MessageType.NORMAL)
        .build();
  }

  private QueryRouteResponse route(QueryRouteRequest request) {
    QueryRouteResponse.Builder response = QueryRouteResponse.newBuilder().setStatus(OK);
    for (int id = 0; id < queues; id++) {
      response.addMessageQueues(queue(request.getTopic(), id));
    }
    return response.build();
  }

  private QueryAssignmentResponse assigned(QueryAssignmentRequest request) {
    QueryAssignmentResponse.Builder response = QueryAssignmentResponse.newBuilder().setStatus(OK);
    for (int id = 0; id < queues; id++) {
      response.addAssignments(
          Assignment.newBuilder().setMessageQueue(queue(request.getTopic(), firstQueue + id)));
    }
    return response.build();
  }

  @Override
  public void queryRoute(QueryRouteRequest request, StreamObserver<QueryRouteResponse> answer) {
    routes.add(request);
    reply(onRoute.apply(request), answer);
  }

  @Override
  public void sendMessage(SendMessageRequest request, StreamObserver<SendMessageResponse> answer) {
    sends.add(request);
    reply(onSend.apply(request), answer);
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> answer) {
    heartbeats.add(request);
    Status status = onHeartbeat.apply(request);
    reply(status == null ? null : HeartbeatResponse.newBuilder().setStatus(status).build(), answer);
  }

  @Override
  public void queryAssignment(
      QueryAssignmentRequest request, StreamObserver<QueryAssignmentResponse> answer) {
    assignments.add(request);
    reply(onAssignment.apply(request), answer);
  }

  @Override
  public void ackMessage(AckMessageRequest request, StreamObserver<AckMessageResponse> answer) {
    acks.add(request);
    reply(onAck.apply(request), answer);
  }

  @Override
  public void changeInvisibleDuration(
      ChangeInvisibleDurationRequest request,
      StreamObserver<ChangeInvisibleDurationResponse> answer) {
    leases.add(request);
    reply(
        ChangeInvisibleDurationResponse.newBuilder().setStatus(onLease.apply(request)).build(),
        answer);
  }

  @Override
  public void forwardMessageToDeadLetterQueue(
      ForwardMessageToDeadLetterQueueRequest request,
      StreamObserver<ForwardMessageToDeadLetterQueueResponse> answer) {
    deadLetters.add(request);
    reply(
        ForwardMessageToDeadLetterQueueResponse.newBuilder()
            .setStatus(onDeadLetter.apply(request))
            .build(),
        answer);
  }

  @Override
  public void endTransaction(
      EndTransactionRequest request, StreamObserver<EndTransactionResponse> answer) {
    decisions.add(request);
    reply(EndTransactionResponse.newBuilder().setStatus(onDecision.apply(request)).build(), answer);
  }

  @Override
  public void recallMessage(
      RecallMessageRequest request, StreamObserver<RecallMessageResponse> answer) {
    recalls.add(request);
    reply(onRecall.apply(request), answer);
  }

  @Override
  public void notifyClientTermination(
      NotifyClientTerminationRequest request,
      StreamObserver<NotifyClientTerminationResponse> answer) {
    goodbyes.add(request);
    reply(NotifyClientTerminationResponse.newBuilder().setStatus(OK).build(), answer);
  }

  @Override
  public void receiveMessage(
      ReceiveMessageRequest request, StreamObserver<ReceiveMessageResponse> answer) {
    CountDownLatch cancelled = new CountDownLatch(1);
    ((ServerCallStreamObserver<ReceiveMessageResponse>) answer)
        .setOnCancelHandler(cancelled::countDown);
    polls.add(new Poll(request, answer, cancelled));
  }

  @Override
  public void pullMessage(PullMessageRequest request, StreamObserver<PullMessageResponse> answer) {
    pulls.add(new PullPoll(request, answer));
  }

  /** No group has been here. */
  @Override
  public void getOffset(GetOffsetRequest request, StreamObserver<GetOffsetResponse> answer) {
    if (offersPull) {
      Status status = Status.newBuilder().setCode(Code.OFFSET_NOT_FOUND).build();
      reply(GetOffsetResponse.newBuilder().setStatus(status).build(), answer);
    } else {
      super.getOffset(request, answer);
    }
  }

  /** Every queue is empty and ends at 0. */
  @Override
  public void queryOffset(QueryOffsetRequest request, StreamObserver<QueryOffsetResponse> answer) {
    if (offersPull) {
      reply(QueryOffsetResponse.newBuilder().setStatus(OK).build(), answer);
    } else {
      super.queryOffset(request, answer);
    }
  }

  @Override
  public StreamObserver<TelemetryCommand> telemetry(StreamObserver<TelemetryCommand> answer) {
    TelemetryStream stream = new TelemetryStream(answer);
    telemetries.add(stream);
    return stream;
  }

  private static <R> void reply(R response, StreamObserver<R> answer) {
    if (response != null) {
      answer.onNext(response);
      answer.onCompleted();
    }
  }

  /** The server's end of a telemetry stream. */
  public final class TelemetryStream implements StreamObserver<TelemetryCommand> {
    private final StreamObserver<TelemetryCommand> toClient;

    private TelemetryStream(StreamObserver<TelemetryCommand> toClient) {
      this.toClient = toClient;
    }

    public synchronized void send(TelemetryCommand command) {
      toClient.onNext(command);
    }

    public synchronized void end() {
      toClient.onCompleted();
    }

    public synchronized void fail(io.grpc.Status status) {
      toClient.onError(status.asRuntimeException());
    }

    @Override
    public void onNext(TelemetryCommand command) {
      if (!command.hasSettings()) {
        commands.add(command);
        return;
      }
      answer(command.getSettings());
      settings.add(command.getSettings());
    }

    private void answer(Settings sent) {
      try {
        Settings answer = onSettings.apply(sent);
        if (answer != null) {
          send(TelemetryCommand.newBuilder().setStatus(OK).setSettings(answer).build());
        }
      } catch (StatusRuntimeException scripted) {
        fail(scripted.getStatus());
      }
    }

    @Override
    public void onError(Throwable gone) {
      // The client went away, which is what clients do.
    }

    @Override
    public void onCompleted() {
      end();
    }
  }

  /** A long poll that waits for its answer. */
  public record Poll(
      ReceiveMessageRequest request,
      StreamObserver<ReceiveMessageResponse> toClient,
      CountDownLatch cancelled) {

    public void deliver(io.openons.proto.v2.Message... messages) {
      toClient.onNext(
          ReceiveMessageResponse.newBuilder()
              .setStatus(messages.length == 0 ? status(Code.MESSAGE_NOT_FOUND) : OK)
              .build());
      for (io.openons.proto.v2.Message message : messages) {
        toClient.onNext(ReceiveMessageResponse.newBuilder().setMessage(message).build());
      }
      toClient.onCompleted();
    }

    public void refuse(Code code) {
      toClient.onNext(ReceiveMessageResponse.newBuilder().setStatus(status(code)).build());
      toClient.onCompleted();
    }
  }

  /** A read at an offset that waits for its answer. */
  public record PullPoll(PullMessageRequest request, StreamObserver<PullMessageResponse> toClient) {

    /** Gives messages, which are those at the offset and behind it. */
    public void deliver(io.openons.proto.v2.Message... messages) {
      long offset = request.getOffset();
      toClient.onNext(PullMessageResponse.newBuilder().setStatus(OK).build());
      for (io.openons.proto.v2.Message message : messages) {
        io.openons.proto.v2.Message.Builder placed = message.toBuilder();
        placed.getSystemPropertiesBuilder().setQueueOffset(offset++);
        toClient.onNext(PullMessageResponse.newBuilder().setMessage(placed).build());
      }
      toClient.onNext(PullMessageResponse.newBuilder().setNextOffset(offset).build());
      toClient.onCompleted();
    }
  }

  private final class HeaderKeeper implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata sent, ServerCallHandler<Q, R> next) {
      headers.put(call.getMethodDescriptor().getBareMethodName(), sent);
      connections.add(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
      return next.startCall(telling(call), sent);
    }

    private <Q, R> ServerCall<Q, R> telling(ServerCall<Q, R> call) {
      String names = features;
      if (names == null
          || call.getMethodDescriptor() != MessagingServiceGrpc.getTelemetryMethod()) {
        return call;
      }
      return new SimpleForwardingServerCall<>(call) {
        @Override
        public void sendHeaders(Metadata headers) {
          headers.put(Metadata.Key.of("x-ons-features", Metadata.ASCII_STRING_MARSHALLER), names);
          super.sendHeaders(headers);
        }
      };
    }
  }
}
