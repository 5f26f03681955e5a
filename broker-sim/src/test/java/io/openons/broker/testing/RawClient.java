package io.openons.broker.testing;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.HeartbeatResponse;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.MessagingServiceGrpc.MessagingServiceBlockingStub;
import io.openons.proto.v2.MessagingServiceGrpc.MessagingServiceFutureStub;
import io.openons.proto.v2.MessagingServiceGrpc.MessagingServiceStub;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.Status;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client that sends what it is told, right or wrong. Every call has a deadline. */
public final class RawClient implements AutoCloseable {
  private static final Metadata.Key<String> CLIENT_ID =
      Metadata.Key.of("x-mq-client-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Bytes; holds the largest body with all that surrounds it. */
  private static final int LARGEST_ANSWER = 8 * 1024 * 1024;

  private final ManagedChannel channel;
  private final Metadata headers = new Metadata();

  /**
   * Connects with the first call.
   *
   * @param endpoint {@code host:port}
   * @param clientId the client id in the metadata of every call, or null for none
   */
  public RawClient(String endpoint, String clientId) {
    channel =
        NettyChannelBuilder.forTarget(endpoint)
            .usePlaintext()
            .maxInboundMessageSize(LARGEST_ANSWER)
            .build();
    if (clientId != null) {
      headers.put(CLIENT_ID, clientId);
    }
  }

  /** Sends a further header with every later call. */
  public RawClient with(String header, String value) {
    var key = Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER);
    headers.removeAll(key);
    headers.put(key, value);
    return this;
  }

  /** Signs every later call as the official clients do. */
  public RawClient signedBy(String accessKey, String secretKey) {
    return signedBy(accessKey, secretKey, DATE_TIME.format(Instant.now()));
  }

  /** Signs every later call with a date of its own. */
  public RawClient signedBy(String accessKey, String secretKey, String dateTime) {
    return with("x-mq-date-time", dateTime)
        .with(
            "authorization",
            "MQv2-HMAC-SHA1 Credential=%s, SignedHeaders=x-mq-date-time, Signature=%s"
                .formatted(accessKey, hmac(secretKey, dateTime)));
  }

  public static String hmac(String key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The calls of the service, with the usual deadline. */
  public MessagingServiceBlockingStub call() {
    return call(PATIENCE);
  }

  /** The calls of the service with another deadline. */
  public MessagingServiceBlockingStub call(Duration deadline) {
    return MessagingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(deadline);
  }

  /** The calls of the first version of the service, with the usual deadline. */
  public io.openons.proto.v1.MessagingServiceGrpc.MessagingServiceBlockingStub callFirst() {
    return io.openons.proto.v1.MessagingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(PATIENCE);
  }

  /** The same without waiting. */
  public io.openons.proto.v1.MessagingServiceGrpc.MessagingServiceFutureStub futureFirst() {
    return io.openons.proto.v1.MessagingServiceGrpc.newFutureStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(PATIENCE);
  }

  /** Receives all frames of one answer. */
  public Received receive(ReceiveMessageRequest.Builder request) {
    return Received.from(call().receiveMessage(request.build()));
  }

  /** Reads all frames of one answer. */
  public Pulled pull(PullMessageRequest.Builder request) {
    return Pulled.from(call().pullMessage(request.build()));
  }

  /** Begins to receive, and returns when the broker has the request. */
  public CompletableFuture<Received> beginToReceive(ReceiveMessageRequest.Builder request) {
    var answer = new Frames<ReceiveMessageResponse>();
    async().withDeadlineAfter(PATIENCE).receiveMessage(request.build(), answer);
    settle();
    return answer.all().thenApply(frames -> Received.from(frames.iterator()));
  }

  /** Begins to pull, and returns when the broker has the request. */
  public CompletableFuture<Pulled> beginToPull(PullMessageRequest.Builder request) {
    var answer = new Frames<PullMessageResponse>();
    async().withDeadlineAfter(PATIENCE).pullMessage(request.build(), answer);
    settle();
    return answer.all().thenApply(frames -> Pulled.from(frames.iterator()));
  }

  /**
   * Returns when the broker has seen all that this client sent before: a connection keeps the
   * order.
   */
  public void settle() {
    call().heartbeat(HeartbeatRequest.getDefaultInstance());
  }

  /** Opens a telemetry stream. */
  public TelemetryStream telemetry() {
    return new TelemetryStream(async());
  }

  /** The calls of the service without waiting for them, with the usual deadline. */
  public MessagingServiceFutureStub future() {
    return MessagingServiceGrpc.newFutureStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(PATIENCE);
  }

  /** The calls of the service with an observer; they have no deadline. */
  public MessagingServiceStub async() {
    return MessagingServiceGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /**
   * Calls by name, whatever the kind of call, and returns the first status in the answer.
   *
   * @param rpc the name of a call with one request
   * @param request a request of its type
   */
  @SuppressWarnings("unchecked") // a service descriptor does not say what its messages are
  public Status callByName(String rpc, Message request) {
    var method =
        (MethodDescriptor<Message, Message>)
            MessagingServiceGrpc.getServiceDescriptor().getMethods().stream()
                .filter(candidate -> rpc.equals(candidate.getBareMethodName()))
                .findFirst()
                .orElseThrow();
    var answers =
        ClientCalls.blockingServerStreamingCall(
            call().getChannel(), method, call().getCallOptions(), request);
    var status = Status.getDefaultInstance();
    while (answers.hasNext()) {
      var answer = answers.next();
      var field = answer.getDescriptorForType().findFieldByName("status");
      status = answer.hasField(field) ? (Status) answer.getField(field) : status;
    }
    return status;
  }

  /** Calls something that may not exist, with a request that every call can read. */
  public void callPath(String service, String rpc) {
    var method =
        MethodDescriptor.<HeartbeatRequest, HeartbeatResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(service, rpc))
            .setRequestMarshaller(ProtoUtils.marshaller(HeartbeatRequest.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(HeartbeatResponse.getDefaultInstance()))
            .build();
    ClientCalls.blockingUnaryCall(
        channel,
        method,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
        HeartbeatRequest.getDefaultInstance());
  }

  /** Drops the connection without a goodbye. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      if (!channel.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the connection did not end within " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the connection ended", e);
    }
  }
}
