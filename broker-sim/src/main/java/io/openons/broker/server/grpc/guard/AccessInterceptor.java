package io.openons.broker.server.grpc.guard;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Caller;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.call.Dialect;
import io.openons.broker.server.grpc.call.StatusAnswer;

/**
 * Checks the caller, the length of its client id and its rights for every call, before anything
 * else knows of it. A stream of requests is refused here only when no known user signed it; the
 * rights that its requests need are checked when they come.
 */
public final class AccessInterceptor implements ServerInterceptor {
  private final AccessControl access;
  private final Dialect dialect;
  private final StatusAnswer answers;

  /** Makes the check of a service. */
  public AccessInterceptor(AccessControl access, Dialect dialect) {
    this.access = access;
    this.dialect = dialect;
    this.answers = new StatusAnswer(dialect);
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

  private <Q, A> ServerCall.Listener<Q> refused(
      ServerCall<Q, A> call, CallInfo info, RuntimeException refusal) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      answers.refuseStream(call, refusal, info.wantsBareEnd());
      return new ServerCall.Listener<>() {};
    }
    call.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(Q request) {
        if (info.signature().isAnonymous() && dialect.welcomesStranger((Message) request)) {
          answers.sendOk(call);
        } else {
          answers.refuse(call, refusal);
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
          access.require(caller, dialect.needs((Message) request));
        }
      } catch (RuntimeException refusal) {
        refused = true;
        answers.refuse(call, refusal);
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
