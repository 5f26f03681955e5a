package io.openons.broker.server.grpc.call;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.server.grpc.translate.BodyDigest;
import io.openons.broker.server.grpc.translate.DeliveryFormat;
import io.openons.broker.server.net.Connection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Objects;

/**
 * The headers and the connection of a call.
 *
 * @param clientId the caller's id; null when it sent none. After the check it is unique among the
 *     ids of all users, so that no user ends, keeps alive or shuts out another's clients
 * @param reachedAt the address of ours that the caller's connection goes to
 * @param connection the connection that the call came on
 * @param signature the evidence of the caller's identity, not checked
 * @param caller the caller after the check; null before it
 * @param headers all of its headers, for what few calls need
 */
public record CallInfo(
    String clientId,
    InetSocketAddress reachedAt,
    Connection connection,
    SignedHeaders signature,
    Caller caller,
    Metadata headers) {
  private static final Metadata.Key<String> CLIENT_ID = header("x-mq-client-id");
  private static final Metadata.Key<String> LANGUAGE = header("x-mq-language");
  private static final Metadata.Key<String> VERSION = header("x-mq-client-version");
  private static final Metadata.Key<String> AUTHORIZATION = header("authorization");
  private static final Metadata.Key<String> DATE_TIME = header("x-mq-date-time");
  private static final Metadata.Key<String> SESSION_TOKEN = header("x-mq-session-token");

  /** Longest client id, in characters; the broker keeps it while the client lives. Ours. */
  private static final int MAX_CLIENT_ID = 512;

  /** What no client id has in it, since headers are of ASCII: a middle dot. */
  private static final char OF_USER = '\u00b7';

  private static final Context.Key<CallInfo> KEY = Context.key("call-info");

  /** Makes the info of each call available to {@link #current()} while the call is handled. */
  public static final ServerInterceptor INTERCEPTOR =
      new ServerInterceptor() {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
          SocketAddress local = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
          SignedHeaders signature =
              new SignedHeaders(
                  headers.get(AUTHORIZATION), headers.get(DATE_TIME), headers.get(SESSION_TOKEN));
          CallInfo info =
              new CallInfo(
                  headers.get(CLIENT_ID),
                  (InetSocketAddress) local,
                  call.getAttributes().get(GrpcStart.CONNECTION),
                  signature,
                  null,
                  headers);
          return Contexts.interceptCall(info.inContext(), call, headers, next);
        }
      };

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /** Returns the info of the call that is being handled on this thread. */
  public static CallInfo current() {
    return KEY.get();
  }

  /**
   * Returns whether a refused stream must end without any command: the official Rust client reads
   * the reason from the failed call only, all others from a command before the end.
   */
  public boolean wantsBareEnd() {
    return "RUST".equalsIgnoreCase(headers.get(LANGUAGE));
  }

  /** Returns the context in which this is the info of the call. */
  public Context inContext() {
    return Context.current().withValue(KEY, this);
  }

  /**
   * Returns the info with the caller after the check.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when the client id is too long
   */
  public CallInfo of(Caller checked) {
    return new CallInfo(
        idOf(clientId, checked), reachedAt, connection, signature, checked, headers);
  }

  /**
   * Returns the id of a client that its request names, unique as {@link #clientId}.
   *
   * @throws BrokerException with {@link Reason#CLIENT_ID_REQUIRED}, or with {@link
   *     Reason#BAD_REQUEST} when it is too long
   */
  public String clientNamed(String id) {
    if (id.isBlank()) {
      throw new BrokerException(
          Reason.CLIENT_ID_REQUIRED, "the client_id of the request is missing or blank");
    }
    return idOf(id, caller);
  }

  private static String idOf(String id, Caller caller) {
    if (id != null && id.length() > MAX_CLIENT_ID) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the client id has %d characters; at most %d are allowed"
              .formatted(id.length(), MAX_CLIENT_ID));
    }
    return id == null || id.isBlank() || caller.userName() == null
        ? id
        : id + OF_USER + caller.userName();
  }

  /** Returns how the caller is connected since now, for operators. */
  public ClientInfo describe() {
    return new ClientInfo(
        "grpc",
        Texts.shorten(Objects.requireNonNullElse(headers.get(LANGUAGE), "")),
        Texts.shorten(Objects.requireNonNullElse(headers.get(VERSION), "")),
        connection.clientAddress(),
        Instant.now());
  }

  /** Returns the format of messages that the caller receives. */
  public DeliveryFormat receiver() {
    return receiver(BodyDigest.forLanguage(headers.get(LANGUAGE)));
  }

  /** Returns the format of messages that the caller receives, with checksums of a kind. */
  public DeliveryFormat receiver(BodyDigest digest) {
    return new DeliveryFormat(reachedAt.getHostString() + ":" + reachedAt.getPort(), digest);
  }

  /**
   * Returns the caller's id.
   *
   * @throws BrokerException with {@link Reason#CLIENT_ID_REQUIRED}
   */
  public String requireClientId() {
    if (clientId == null || clientId.isBlank()) {
      throw new BrokerException(
          Reason.CLIENT_ID_REQUIRED, "the header x-mq-client-id is missing or blank");
    }
    return clientId;
  }
}
