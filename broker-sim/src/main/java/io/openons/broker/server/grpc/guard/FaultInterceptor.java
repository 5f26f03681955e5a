package io.openons.broker.server.grpc.guard;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.call.Dialect;
import io.openons.broker.server.grpc.call.OrderedRefusal;
import io.openons.broker.server.grpc.call.StatusAnswer;
import io.openons.broker.server.net.CallFaults;
import io.openons.broker.server.net.Connection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets calls go wrong as tests order it, behind the check of the caller. Streams of requests go on
 * undisturbed.
 */
public final class FaultInterceptor implements ServerInterceptor {
  private final CallFaults faults;
  private final Scheduler scheduler;
  private final Dialect dialect;

  /**
   * Makes one.
   *
   * @param faults what is ordered
   * @param scheduler measures delays
   * @param dialect the version of the wire
   */
  public FaultInterceptor(CallFaults faults, Scheduler scheduler, Dialect dialect) {
    this.dialect = dialect;
    this.faults = faults;
    this.scheduler = scheduler;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return next.startCall(call, headers);
    }
    Answer<Q, A> answer = new Answer<>(call, CallInfo.current().connection());
    return new Request<>(answer, CallInfo.current(), next.startCall(answer, headers));
  }

  private CallFaults.Call chosenBy(String method, Message request, CallInfo info) {
    List<Need> needs = dialect.needs(request);
    return new CallFaults.Call(
        method, names(needs, Need.Kind.TOPIC), names(needs, Need.Kind.GROUP), info.clientId());
  }

  private static Set<String> names(List<Need> needs, Need.Kind kind) {
    return needs.stream()
        .filter(need -> need.kind() == kind)
        .map(need -> need.name().toString())
        .collect(Collectors.toSet());
  }

  /** The request of a call. */
  private final class Request<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final Answer<Q, A> answer;
    private final CallInfo info;
    private boolean isStopped;
    private boolean isHeld;
    private boolean isHalfClosed;

    Request(Answer<Q, A> answer, CallInfo info, ServerCall.Listener<Q> handler) {
      super(handler);
      this.answer = answer;
      this.info = info;
    }

    @Override
    public void onMessage(Q request) {
      String method = answer.getMethodDescriptor().getBareMethodName();
      CallFaults.Effect effect = faults.on(chosenBy(method, (Message) request, info));
      if (effect == null) {
        super.onMessage(request);
        return;
      }
      switch (effect.kind()) {
        case DELAY -> {
          isHeld = true;
          Runnable later = Context.current().wrap(() -> goOn(request));
          scheduler.after(effect.delay().toMillis(), () -> info.connection().execute(later));
        }
        case REFUSE -> {
          isStopped = true;
          new StatusAnswer(dialect).refuse(answer, new OrderedRefusal(effect.code(), method));
        }
        case CUT -> {
          isStopped = true;
          answer.cut();
        }
        case DROP_ANSWER, CUT_ANSWER -> {
          answer.lose(effect.kind() == CallFaults.Kind.CUT_ANSWER);
          super.onMessage(request);
        }
      }
    }

    private void goOn(Q request) {
      isHeld = false;
      super.onMessage(request);
      if (isHalfClosed) {
        super.onHalfClose();
      }
    }

    @Override
    public void onHalfClose() {
      isHalfClosed = true;
      if (!isStopped && !isHeld) {
        super.onHalfClose();
      }
    }
  }

  /** The answer of a call. */
  private static final class Answer<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Connection connection;
    private volatile boolean isLost;
    private volatile boolean cuts;

    Answer(ServerCall<Q, A> call, Connection connection) {
      super(call);
      this.connection = connection;
    }

    void lose(boolean cutting) {
      isLost = true;
      cuts = cutting;
    }

    void cut() {
      connection.close("a test ordered to be cut off");
    }

    @Override
    public void sendHeaders(Metadata headers) {
      if (!isLost) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public void sendMessage(A message) {
      if (!isLost) {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (cuts) {
        cut();
      } else if (!isLost) {
        super.close(status, trailers);
      }
    }
  }
}
