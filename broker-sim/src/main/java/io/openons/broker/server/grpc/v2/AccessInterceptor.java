package io.openons.broker.server.grpc.v2;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Credentials;
import io.openons.proto.v2.HeartbeatRequest;
import java.util.List;

/**
 * Asks for every call whether it may be done, before anything else knows of it. A call that may not
 * is answered as the protocol has it: in the status of its answer. A stream of requests is refused
 * here only when nobody known signed it; what its requests need is asked when they come.
 */
final class AccessInterceptor implements ServerInterceptor {
  private final AccessControl access;

  AccessInterceptor(AccessControl access) {
    this.access = access;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!access.isOn()) {
      return next.startCall(call, headers);
    }
    Credentials credentials = CallInfo.current().credentials();
    if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return new Gate<>(call, credentials, next.startCall(call, headers));
    }
    try {
      access.require(credentials, List.of());
    } catch (RuntimeException e) {
      call.close(Statuses.ofStream(e), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }

  private final class Gate<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, A> call;
    private final Credentials credentials;
    private boolean answered;

    Gate(ServerCall<Q, A> call, Credentials credentials, ServerCall.Listener<Q> handler) {
      super(handler);
      this.call = call;
      this.credentials = credentials;
    }

    @Override
    public void onMessage(Q request) {
      if (credentials.isAnonymous() && request.equals(HeartbeatRequest.getDefaultInstance())) {
        // The Go client asks so whether an address works again. It learns that, and counts for
        // nothing.
        answer(Statuses.OK);
        return;
      }
      try {
        access.require(credentials, RequestNeeds.of(request));
      } catch (RuntimeException e) {
        answer(Statuses.of(e));
        return;
      }
      super.onMessage(request);
    }

    @SuppressWarnings("unchecked") // built from a prototype of its own type
    private void answer(io.openons.proto.v2.Status status) {
      answered = true;
      Message prototype =
          (Message)
              ((PrototypeMarshaller<A>) call.getMethodDescriptor().getResponseMarshaller())
                  .getMessagePrototype();
      FieldDescriptor field = prototype.getDescriptorForType().findFieldByName("status");
      call.sendHeaders(new Metadata());
      call.sendMessage((A) prototype.toBuilder().setField(field, status).build());
      call.close(Status.OK, new Metadata());
    }

    @Override
    public void onHalfClose() {
      if (!answered) {
        super.onHalfClose();
      }
    }
  }
}
