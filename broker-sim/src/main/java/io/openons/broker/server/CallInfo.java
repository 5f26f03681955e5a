package io.openons.broker.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.openons.broker.core.BrokerException;
import io.openons.broker.core.Reason;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What the headers and the connection of a call say.
 *
 * @param clientId the caller's id; null when it sent none
 * @param reachedAt the address of ours that the caller's connection goes to
 */
record CallInfo(String clientId, InetSocketAddress reachedAt) {
  private static final Metadata.Key<String> CLIENT_ID =
      Metadata.Key.of("x-mq-client-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<CallInfo> KEY = Context.key("call-info");

  /** Makes the info of each call available to {@link #current()} while the call is handled. */
  static final ServerInterceptor INTERCEPTOR =
      new ServerInterceptor() {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
          SocketAddress local = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
          CallInfo info = new CallInfo(headers.get(CLIENT_ID), (InetSocketAddress) local);
          return Contexts.interceptCall(
              Context.current().withValue(KEY, info), call, headers, next);
        }
      };

  /** Returns the info of the call that is being handled on this thread. */
  static CallInfo current() {
    return KEY.get();
  }

  /**
   * Returns the caller's id.
   *
   * @throws BrokerException with {@link Reason#CLIENT_ID_REQUIRED}
   */
  String requireClientId() {
    if (clientId == null || clientId.isBlank()) {
      throw new BrokerException(
          Reason.CLIENT_ID_REQUIRED, "the header x-mq-client-id is missing or blank");
    }
    return clientId;
  }
}
