package io.openons.broker.server.grpc.v1.guard;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.openons.proto.v1.MessagingServiceGrpc;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: for every call it is said what it needs. Method: every call of the service is asked for its
 * rule. A failure means that a call was added to the service without anybody thinking of who may
 * make it.
 */
class RequestNeedsTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void it_is_said_what_every_call_needs(String call, Message request) {
    assertThatCode(() -> RequestNeeds.of(request)).doesNotThrowAnyException();
  }

  static Stream<Object[]> it_is_said_what_every_call_needs() {
    return MessagingServiceGrpc.getServiceDescriptor().getMethods().stream()
        .map(method -> new Object[] {method.getBareMethodName(), request(method)});
  }

  private static Message request(MethodDescriptor<?, ?> method) {
    return (Message) ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype();
  }
}
