package io.openons.broker.server.grpc.v2.guard;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.openons.proto.v2.MessagingServiceGrpc;

/**
 * Tells clients what this broker does beyond the servers they know: by a header of the answer to
 * {@code Telemetry}, which every client opens first and which clients that do not look for it
 * ignore.
 */
public final class FeatureHeader {
  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-ons-features", Metadata.ASCII_STRING_MARSHALLER);

  /** One send request may carry many messages; each gets its own result. */
  static final String BATCH_SEND = "batch-send";

  public static final ServerInterceptor INTERCEPTOR =
      new ServerInterceptor() {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata sent, ServerCallHandler<Q, A> next) {
          boolean telemetry =
              call.getMethodDescriptor() == MessagingServiceGrpc.getTelemetryMethod();
          return next.startCall(telemetry ? new Telling<>(call) : call, sent);
        }
      };

  private FeatureHeader() {}

  private static final class Telling<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private Telling(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      headers.put(HEADER, BATCH_SEND);
      super.sendHeaders(headers);
    }
  }
}
