package io.openons.broker.server.grpc.guard;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.grpc.call.Dialect;
import io.openons.broker.server.grpc.call.GrpcStart;
import io.openons.broker.server.grpc.call.StatusAnswer;
import io.openons.broker.server.net.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds every call to its limits: counts calls and the bytes of their answers until the client has
 * taken them, and reads requests by {@link RequestReader}. A request that is no valid protobuf is
 * answered INVALID_ARGUMENT.
 */
public final class CallLimits {
  private static final MethodDescriptor.Marshaller<InputStream> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return stream;
        }
      };

  private CallLimits() {}

  /** Returns a service with these limits around its methods. */
  public static ServerServiceDefinition around(ServerServiceDefinition service, Dialect dialect) {
    ServerServiceDefinition.Builder limited =
        ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
    for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
      limited.addMethod(around(method, dialect));
    }
    return limited.build();
  }

  private static <Q, A> ServerMethodDefinition<InputStream, A> around(
      ServerMethodDefinition<Q, A> method, Dialect dialect) {
    MethodDescriptor<Q, A> typed = method.getMethodDescriptor();
    MethodDescriptor<InputStream, A> raw =
        typed.toBuilder(BYTES, typed.getResponseMarshaller()).build();
    RequestReader<Q> reader = new RequestReader<>(typed, dialect);
    StatusAnswer answers = new StatusAnswer(dialect);
    ServerCallHandler<Q, A> handler = method.getServerCallHandler();
    return ServerMethodDefinition.create(
        raw,
        (call, headers) -> {
          Connection connection = call.getAttributes().get(GrpcStart.CONNECTION);
          CountedCall<Q, A> counted = new CountedCall<>(typed, call, connection);
          return new LimitedCall<>(counted, reader, answers, handler).start(headers);
        });
  }

  /** A call whose answers are counted. */
  private static final class CountedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final MethodDescriptor<Q, A> method;
    private final Connection connection;
    private final AtomicLong unsent = new AtomicLong();

    @SuppressWarnings("unchecked") // a call takes requests nowhere; its listener does
    CountedCall(
        MethodDescriptor<Q, A> method, ServerCall<InputStream, A> call, Connection connection) {
      super((ServerCall<Q, A>) (ServerCall<?, A>) call);
      this.method = method;
      this.connection = connection;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return method;
    }

    @Override
    public void sendMessage(A answer) {
      long bytes = ((MessageLite) answer).getSerializedSize();
      unsent.addAndGet(bytes);
      connection.sends(bytes);
      super.sendMessage(answer);
      if (!method.getType().clientSendsOneMessage() && isReady()) {
        // A stream of commands never ends; what it has not sent is little while it is ready.
        sent();
      }
    }

    void sent() {
      connection.sent(unsent.getAndSet(0));
    }
  }

  /** The requests of one call. */
  private static final class LimitedCall<Q, A> extends ServerCall.Listener<InputStream> {
    private final CountedCall<Q, A> call;
    private final RequestReader<Q> reader;
    private final StatusAnswer answers;
    private final ServerCallHandler<Q, A> handler;
    private ServerCall.Listener<Q> listener = new ServerCall.Listener<>() {};
    private boolean isCounted;
    private boolean isRefused;

    LimitedCall(
        CountedCall<Q, A> call,
        RequestReader<Q> reader,
        StatusAnswer answers,
        ServerCallHandler<Q, A> handler) {
      this.call = call;
      this.reader = reader;
      this.answers = answers;
      this.handler = handler;
    }

    ServerCall.Listener<InputStream> start(Metadata headers) {
      UnfinishedRequest.current().refuseBy(this::refuse);
      try {
        call.connection.callBegins();
        isCounted = true;
        listener = handler.startCall(call, headers);
      } catch (BrokerException refusal) {
        refuse(refusal);
      }
      return this;
    }

    private void refuse(BrokerException refusal) {
      if (!isRefused) {
        isRefused = true;
        answers.refuse(call, refusal);
      }
    }

    @Override
    public void onMessage(InputStream bytes) {
      if (isRefused) {
        return;
      }
      Q request;
      try {
        request = reader.read(bytes);
      } catch (BrokerException refusal) {
        refuse(refusal);
        return;
      } catch (IOException | RuntimeException e) {
        invalid(e);
        return;
      }
      listener.onMessage(request);
    }

    private void invalid(Exception fault) {
      isRefused = true;
      String name = call.getMethodDescriptor().getBareMethodName();
      String cause =
          Texts.shorten(
              String.valueOf((fault.getCause() == null ? fault : fault.getCause()).getMessage()));
      call.connection.fault("sent a request of %s that is not protobuf: %s".formatted(name, cause));
      call.close(
          Status.INVALID_ARGUMENT.withDescription(
              "the request of %s cannot be read as protobuf: %s".formatted(name, cause)),
          new Metadata());
    }

    @Override
    public void onHalfClose() {
      if (!isRefused) {
        listener.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      call.sent();
      if (!isRefused) {
        listener.onReady();
      }
    }

    @Override
    public void onCancel() {
      ended();
      listener.onCancel();
    }

    @Override
    public void onComplete() {
      ended();
      listener.onComplete();
    }

    private void ended() {
      call.sent();
      if (isCounted) {
        isCounted = false;
        call.connection.callEnded();
      }
    }
  }
}
