package io.openons.broker.server.grpc.v2.guard;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.server.grpc.v2.call.CallInfo;
import io.openons.broker.server.grpc.v2.call.StatusAnswer;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.proto.v2.HeartbeatRequest;

/**
 * Checks the caller, the length of its client id and its rights for every call, before anything
 * else knows of it. A stream of requests is refused here only when no known user signed it; the
 * rights that its requests need are checked when they come.
 */
public final class AccessInterceptor implements ServerInterceptor {
  private final AccessControl access;

  public AccessInterceptor(AccessControl access) {
    this.access = access;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    CallInfo info = CallInfo.current();
    CallInfo checked;
    try {
      Caller caller = access.authenticate(access.isOn() ? info.signature().proof() : null);
      checked = info.of(caller);
    } catch (RuntimeException refusal) {
      return refused(call, info, refusal);
    }
    Context context = checked.inContext();
    ServerCall.Listener<Q> handler = Contexts.interceptCall(context, call, headers, next);
    return call.getMethodDescriptor().getType().clientSendsOneMessage()
        ? new Gate<>(call, checked.caller(), handler)
        : handler;
  }

  private static <Q, A> ServerCall.Listener<Q> refused(
      ServerCall<Q, A> call, CallInfo info, RuntimeException refusal) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      StatusAnswer.refuseStream(call, refusal, info.wantsBareEnd());
      return new ServerCall.Listener<>() {};
    }
    call.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(Q request) {
        if (info.signature().isAnonymous()
            && request.equals(HeartbeatRequest.getDefaultInstance())) {
          // The Go client asks so whether an address works again. It learns that, and counts for
          // nothing.
          StatusAnswer.send(call, Statuses.OK);
        } else {
          StatusAnswer.refuse(call, refusal);
        }
      }
    };
  }

  private final class Gate<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, A> call;
    private final Caller caller;
    private boolean refused;

    Gate(ServerCall<Q, A> call, Caller caller, ServerCall.Listener<Q> handler) {
      super(handler);
      this.call = call;
      this.caller = caller;
    }

    @Override
    public void onMessage(Q request) {
      try {
        if (access.isOn()) {
          access.require(caller, RequestNeeds.of(request));
        }
      } catch (RuntimeException refusal) {
        refused = true;
        StatusAnswer.refuse(call, refusal);
        return;
      }
      super.onMessage(request);
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }
  }
}
