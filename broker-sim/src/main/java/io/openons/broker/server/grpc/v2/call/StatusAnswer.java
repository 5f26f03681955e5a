package io.openons.broker.server.grpc.v2.call;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.openons.proto.v2.Status;

/** Answers a call before its handler sees it, in the way that clients expect of this protocol. */
public final class StatusAnswer {
  private StatusAnswer() {}

  /**
   * Ends a call with a refusal: in the status of its answer, or of the call itself when the client
   * sends a stream of requests.
   */
  public static <A> void refuse(ServerCall<?, A> call, RuntimeException failure) {
    if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      send(call, Statuses.of(failure));
    } else {
      call.close(Statuses.ofStream(failure), new Metadata());
    }
  }

  /**
   * Ends a stream of requests with a refusal.
   *
   * @param bare whether to end it without an answer that has the status, too
   */
  public static <A> void refuseStream(
      ServerCall<?, A> call, RuntimeException failure, boolean bare) {
    if (!bare) {
      call.sendHeaders(new Metadata());
      call.sendMessage(withStatus(call, Statuses.of(failure)));
    }
    call.close(Statuses.ofStream(failure), new Metadata());
  }

  /** Ends a call with a single answer that has nothing but a status. */
  public static <A> void send(ServerCall<?, A> call, Status status) {
    call.sendHeaders(new Metadata());
    call.sendMessage(withStatus(call, status));
    call.close(io.grpc.Status.OK, new Metadata());
  }

  @SuppressWarnings("unchecked") // built from a prototype of its own type
  private static <A> A withStatus(ServerCall<?, A> call, Status status) {
    Message prototype =
        (Message)
            ((PrototypeMarshaller<A>) call.getMethodDescriptor().getResponseMarshaller())
                .getMessagePrototype();
    FieldDescriptor field = prototype.getDescriptorForType().findFieldByName("status");
    return (A) prototype.toBuilder().setField(field, status).build();
  }
}
