package io.openons.client.rpc;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.netty.shaded.io.netty.channel.ConnectTimeoutException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslClosedEngineException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Turns failures of calls into exceptions that say what, where, and what to do about it. */
public final class Failures {
  private Failures() {}

  /** The server answered with another status than OK. */
  public static ONSClientException ofAnswer(
      String call, Endpoints to, Status status, String requestId) {
    ErrorCode code = ErrorCode.of(status.getCodeValue());
    return new ONSClientException(
        where(call, to)
            + code.name()
            + " ("
            + status.getCodeValue()
            + "): "
            + status.getMessage()
            + remedy(code)
            + request(requestId),
        null,
        code,
        status.getCodeValue(),
        requestId);
  }

  /** No answer came. */
  static ONSClientException ofTransport(
      String call, Endpoints to, io.grpc.Status status, String requestId) {
    ErrorCode code = codeOf(status);
    return new ONSClientException(
        where(call, to) + describe(code, status) + request(requestId),
        status.getCause() == null ? status.asException() : status.getCause(),
        code,
        code.number(),
        requestId);
  }

  /** The exception inside those that futures wrap around it. */
  public static ONSClientException unwrap(Throwable thrown) {
    Throwable inner = thrown;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner instanceof ONSClientException known ? known : new ONSClientException(inner);
  }

  private static String where(String call, Endpoints to) {
    return call + " to " + EndpointsText.of(to) + " failed: ";
  }

  private static String request(String requestId) {
    return requestId.isEmpty() ? "" : " [request " + requestId + "]";
  }

  /** Whether no connection came about because one of its steps took too long. */
  public static boolean isTimeoutOfConnecting(Throwable failure) {
    return has(failure, ConnectTimeoutException.class)
        || has(failure, SslHandshakeTimeoutException.class);
  }

  /**
   * Whether one side refuses the other for good. A handshake that takes too long, or whose
   * connection ends before its time, refuses nothing: it may work the next time.
   */
  private static boolean isRefusalOfTls(Throwable failure) {
    return has(failure, GeneralSecurityException.class)
        || has(failure, SSLException.class)
            && !has(failure, SslHandshakeTimeoutException.class)
            && !has(failure, SslClosedEngineException.class)
            && !endedDuringHandshake(failure);
  }

  private static boolean endedDuringHandshake(Throwable failure) {
    return has(failure, ClosedChannelException.class)
        || chain(failure)
            .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("Connection closed"));
  }

  private static ErrorCode codeOf(io.grpc.Status status) {
    if (isRefusalOfTls(status.getCause())) {
      return ErrorCode.TLS_FAILED;
    }
    if (says(status, "group not found")) {
      return ErrorCode.CONSUMER_GROUP_NOT_FOUND;
    }
    if (says(status, "Client type is not consumer")) {
      return ErrorCode.UNSUPPORTED;
    }
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> ErrorCode.NO_ANSWER_IN_TIME;
      case UNAVAILABLE, CANCELLED -> ErrorCode.SERVER_UNREACHABLE;
      case UNIMPLEMENTED -> ErrorCode.NOT_IMPLEMENTED;
      case UNAUTHENTICATED, PERMISSION_DENIED -> ErrorCode.UNAUTHORIZED;
      case INVALID_ARGUMENT -> ErrorCode.BAD_REQUEST;
      case RESOURCE_EXHAUSTED -> ErrorCode.TOO_MANY_REQUESTS;
      default -> ErrorCode.INTERNAL_ERROR;
    };
  }

  /**
   * Apache RocketMQ ends the telemetry stream of a client that it does not want, with a status that
   * tells nothing; only the words do.
   */
  private static boolean says(io.grpc.Status status, String words) {
    return status.getDescription() != null && status.getDescription().contains(words);
  }

  private static String describe(ErrorCode code, io.grpc.Status status) {
    String detail = detail(status);
    return switch (code) {
      case TLS_FAILED ->
          "the TLS handshake failed ("
              + detail
              + "); if the server speaks plain text use http://, if its certificate is your own set"
              + " ons.tlsCaFile, or set ons.tls to trust-all";
      case SERVER_UNREACHABLE -> unreachable(status, detail);
      case NO_ANSWER_IN_TIME -> "no answer in time (" + detail + ")";
      case NOT_IMPLEMENTED ->
          "the server does not know this call ("
              + detail
              + "); is it an OpenONS or RocketMQ 5 gRPC address?";
      default -> detail + remedy(code);
    };
  }

  private static String unreachable(io.grpc.Status status, String detail) {
    if (has(status.getCause(), UnknownHostException.class)) {
      return "the host name is not known (" + detail + "); check NAMESRV_ADDR";
    }
    if (isTimeoutOfConnecting(status.getCause())) {
      return "no connection in time ("
          + detail
          + "); the server may be starting or overloaded, or something on the way drops packets";
    }
    if (has(status.getCause(), ConnectException.class)) {
      return "no connection ("
          + detail
          + "); check that the server runs and that NAMESRV_ADDR has its host and port";
    }
    return "the connection broke ("
        + detail
        + "); if it does so always, check that the port speaks gRPC, and whether it wants TLS"
        + " (https://) or plain text (http://)";
  }

  private static String detail(io.grpc.Status status) {
    StringBuilder text = new StringBuilder(status.getCode().toString());
    if (status.getDescription() != null) {
      text.append(": ").append(status.getDescription());
    }
    chain(status.getCause()).forEach(cause -> text.append("; ").append(cause));
    return text.toString();
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return chain(failure).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> chain(Throwable failure) {
    Stream.Builder<Throwable> chain = Stream.builder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain.build();
  }

  private static String remedy(ErrorCode code) {
    return switch (code) {
      case TOPIC_NOT_FOUND ->
          "; create the topic, or check its spelling, the instance and NAMESRV_ADDR";
      case ILLEGAL_DELIVERY_TIME ->
          "; give an earlier delivery time, or raise the server's limit (unless configured 40 days"
              + " at an OpenONS broker, 24 hours at an Apache RocketMQ)";
      case CONSUMER_GROUP_NOT_FOUND -> "; create the group, or check GROUP_ID and the instance";
      case UNAUTHORIZED -> "; check AccessKey, SecretKey and their permissions";
      case UNSUPPORTED -> "; the server does not take clients of this kind";
      case FORBIDDEN -> "; check the permissions of the topic's queues and of the access key";
      case TOO_MANY_REQUESTS -> "; send more slowly, or raise the server's limits";
      case MESSAGE_PROPERTY_CONFLICT_WITH_TYPE ->
          "; the topic takes another type of message, use one that was made for this type";
      default -> "";
    };
  }
}
