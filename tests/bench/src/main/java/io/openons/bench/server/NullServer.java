package io.openons.bench.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.openons.broker.server.net.EventLoops;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.AckMessageResultEntry;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Assignment;
import io.openons.proto.v2.Broker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.CustomizedBackoff;
import io.openons.proto.v2.Digest;
import io.openons.proto.v2.DigestType;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.ExponentialBackoff;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.HeartbeatResponse;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.NotifyClientTerminationResponse;
import io.openons.proto.v2.Permission;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.SystemProperties;
import io.openons.proto.v2.TelemetryCommand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ceiling: answers the calls of producers and consumers as a broker does, on the same threads,
 * and stores nothing. Whoever receives gets messages of 1 KiB without end.
 */
public final class NullServer extends MessagingServiceGrpc.MessagingServiceImplBase {
  private static final int QUEUES = 8;
  private static final int MAX_INBOUND_BYTES = 32 << 20;
  private static final int MAX_BODY_BYTES = 4 << 20;
  private static final int ATTEMPTS = 3;
  private static final Status OK = Status.newBuilder().setCode(Code.OK).build();

  private static final Metadata.Key<String> FEATURES =
      Metadata.Key.of("x-ons-features", Metadata.ASCII_STRING_MARSHALLER);

  /** So that our client sends to it as it does to our broker. */
  private static final ServerInterceptor TELL_FEATURES =
      new ServerInterceptor() {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata sent, ServerCallHandler<Q, A> next) {
          return next.startCall(
              new SimpleForwardingServerCall<>(call) {
                @Override
                public void sendHeaders(Metadata headers) {
                  headers.put(FEATURES, "batch-send");
                  super.sendHeaders(headers);
                }
              },
              sent);
        }
      };

  private final Broker self;
  private final AtomicLong offset = new AtomicLong();
  private final ConcurrentMap<Resource, ReceiveMessageResponse> deliveries =
      new ConcurrentHashMap<>();

  private NullServer(int port) {
    this.self =
        Broker.newBuilder()
            .setName("null")
            .setEndpoints(
                Endpoints.newBuilder()
                    .setScheme(AddressScheme.IPv4)
                    .addAddresses(Address.newBuilder().setHost("127.0.0.1").setPort(port)))
            .build();
  }

  /**
   * Serves on the ports of 127.0.0.1 that the arguments name, the second for remoting; returns when
   * it does.
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    // Serves until the process ends, and so closes no threads.
    EventLoops loops = new EventLoops();
    NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
        .channelType(loops.serverChannel())
        .bossEventLoopGroup(loops.acceptor())
        .workerEventLoopGroup(loops.workers())
        .directExecutor()
        .maxInboundMessageSize(MAX_INBOUND_BYTES)
        .intercept(TELL_FEATURES)
        .addService(new NullServer(port))
        .build()
        .start();
    NullRemotingServer.start(loops, Integer.parseInt(arguments[1]));
  }

  @Override
  public void queryRoute(QueryRouteRequest request, StreamObserver<QueryRouteResponse> out) {
    QueryRouteResponse.Builder answer = QueryRouteResponse.newBuilder().setStatus(OK);
    for (int queue = 0; queue < QUEUES; queue++) {
      answer.addMessageQueues(queue(request.getTopic(), queue));
    }
    answer(out, answer.build());
  }

  @Override
  public void queryAssignment(
      QueryAssignmentRequest request, StreamObserver<QueryAssignmentResponse> out) {
    QueryAssignmentResponse.Builder answer = QueryAssignmentResponse.newBuilder().setStatus(OK);
    for (int queue = 0; queue < QUEUES; queue++) {
      answer.addAssignments(
          Assignment.newBuilder().setMessageQueue(queue(request.getTopic(), queue)));
    }
    answer(out, answer.build());
  }

  private MessageQueue queue(Resource topic, int id) {
    return MessageQueue.newBuilder()
        .setTopic(topic)
        .setId(id)
        .setPermission(Permission.READ_WRITE)
        .setBroker(self)
        .addAcceptMessageTypes(MessageType.NORMAL)
        .addAcceptMessageTypes(MessageType.FIFO)
        .addAcceptMessageTypes(MessageType.DELAY)
        .build();
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> out) {
    answer(out, HeartbeatResponse.newBuilder().setStatus(OK).build());
  }

  @Override
  public void notifyClientTermination(
      NotifyClientTerminationRequest request, StreamObserver<NotifyClientTerminationResponse> out) {
    answer(out, NotifyClientTerminationResponse.newBuilder().setStatus(OK).build());
  }

  @Override
  public StreamObserver<TelemetryCommand> telemetry(StreamObserver<TelemetryCommand> out) {
    return new StreamObserver<>() {
      @Override
      public void onNext(TelemetryCommand command) {
        out.onNext(
            TelemetryCommand.newBuilder()
                .setStatus(OK)
                .setSettings(settings(command.getSettings()))
                .build());
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        out.onCompleted();
      }
    };
  }

  private static Settings settings(Settings sent) {
    Settings.Builder answer = sent.toBuilder();
    if (sent.hasPublishing()) {
      answer.getPublishingBuilder().setMaxBodySize(MAX_BODY_BYTES);
      answer.setBackoffPolicy(
          RetryPolicy.newBuilder()
              .setMaxAttempts(ATTEMPTS)
              .setExponentialBackoff(
                  ExponentialBackoff.newBuilder()
                      .setInitial(Duration.newBuilder().setNanos(10_000_000))
                      .setMax(seconds(1))
                      .setMultiplier(2)));
    } else {
      answer.getSubscriptionBuilder().setReceiveBatchSize(32).setLongPollingTimeout(seconds(30));
      answer.setBackoffPolicy(
          RetryPolicy.newBuilder()
              .setMaxAttempts(ATTEMPTS)
              .setCustomizedBackoff(CustomizedBackoff.newBuilder().addNext(seconds(1))));
    }
    return answer.build();
  }

  @Override
  public void sendMessage(SendMessageRequest request, StreamObserver<SendMessageResponse> out) {
    SendMessageResponse.Builder answer = SendMessageResponse.newBuilder().setStatus(OK);
    for (Message message : request.getMessagesList()) {
      answer.addEntries(
          SendResultEntry.newBuilder()
              .setStatus(OK)
              .setMessageId(message.getSystemProperties().getMessageId())
              .setOffset(offset.getAndIncrement()));
    }
    answer(out, answer.build());
  }

  @Override
  public void receiveMessage(
      ReceiveMessageRequest request, StreamObserver<ReceiveMessageResponse> out) {
    ReceiveMessageResponse message =
        deliveries.computeIfAbsent(request.getMessageQueue().getTopic(), NullServer::delivery);
    out.onNext(ReceiveMessageResponse.newBuilder().setStatus(OK).build());
    for (int i = 0; i < request.getBatchSize(); i++) {
      out.onNext(message);
    }
    out.onNext(ReceiveMessageResponse.newBuilder().setDeliveryTimestamp(now()).build());
    out.onCompleted();
  }

  private static ReceiveMessageResponse delivery(Resource topic) {
    byte[] body = new byte[1_024];
    new Random(1).nextBytes(body);
    ByteString content = UnsafeByteOperations.unsafeWrap(body);
    SystemProperties system =
        SystemProperties.newBuilder()
            .setTag("bench")
            .setMessageId("01" + "0".repeat(32))
            .setMessageType(MessageType.NORMAL)
            .setBodyEncoding(Encoding.IDENTITY)
            .setBodyDigest(Digest.newBuilder().setType(DigestType.MD5).setChecksum(md5(body)))
            .setBornTimestamp(now())
            .setStoreTimestamp(now())
            .setBornHost("null")
            .setStoreHost("null")
            .setReceiptHandle("handle")
            .setDeliveryAttempt(1)
            .build();
    return ReceiveMessageResponse.newBuilder()
        .setMessage(
            Message.newBuilder().setTopic(topic).setSystemProperties(system).setBody(content))
        .build();
  }

  private static Timestamp now() {
    return Timestamp.newBuilder().setSeconds(System.currentTimeMillis() / 1_000).build();
  }

  private static Duration seconds(int count) {
    return Duration.newBuilder().setSeconds(count).build();
  }

  private static String md5(byte[] body) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has MD5", e);
    }
  }

  @Override
  public void ackMessage(AckMessageRequest request, StreamObserver<AckMessageResponse> out) {
    AckMessageResponse.Builder answer = AckMessageResponse.newBuilder().setStatus(OK);
    request
        .getEntriesList()
        .forEach(
            entry ->
                answer.addEntries(
                    AckMessageResultEntry.newBuilder()
                        .setMessageId(entry.getMessageId())
                        .setReceiptHandle(entry.getReceiptHandle())
                        .setStatus(OK)));
    answer(out, answer.build());
  }

  private static <T> void answer(StreamObserver<T> out, T answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
