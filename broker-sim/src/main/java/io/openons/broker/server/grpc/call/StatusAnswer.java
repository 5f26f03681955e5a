package io.openons.broker.server.grpc.call;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import java.util.Optional;

/** Answers a call before its handler sees it, in the words of its version of the wire. */
public final class StatusAnswer {
  private final Dialect dialect;

  /** Makes the answers of a version of the wire. */
  public StatusAnswer(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Ends a call with a refusal: in the status of its answer; or of the call itself when the client
   * sends a stream of requests, or the answer has no status.
   */
  public <A> void refuse(ServerCall<?, A> call, RuntimeException failure) {
    Optional<A> answer =
        call.getMethodDescriptor().getType().clientSendsOneMessage()
            ? answer(call, failure)
            : Optional.empty();
    if (answer.isEmpty()) {
      call.close(dialect.ofStream(failure), new Metadata());
    } else {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer.get());
      call.close(io.grpc.Status.OK, new Metadata());
    }
  }

  /**
   * Ends a stream of requests with a refusal.
   *
   * @param bare whether to end it without an answer that has the status, too
   */
  public <A> void refuseStream(ServerCall<?, A> call, RuntimeException failure, boolean bare) {
    Optional<A> answer = bare ? Optional.empty() : answer(call, failure);
    if (answer.isPresent()) {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer.get());
    }
    call.close(dialect.ofStream(failure), new Metadata());
  }

  /** Ends a call with a single answer that has nothing but the status OK. */
  public <A> void sendOk(ServerCall<?, A> call) {
    call.sendHeaders(new Metadata());
    answer(call, null).ifPresent(call::sendMessage);
    call.close(io.grpc.Status.OK, new Metadata());
  }

  @SuppressWarnings("unchecked") // built from a prototype of its own type
  private <A> Optional<A> answer(ServerCall<?, A> call, RuntimeException failure) {
    Message prototype =
        (Message)
            ((PrototypeMarshaller<A>) call.getMethodDescriptor().getResponseMarshaller())
                .getMessagePrototype();
    return dialect.answer(prototype, failure).map(answer -> (A) answer);
  }
}
