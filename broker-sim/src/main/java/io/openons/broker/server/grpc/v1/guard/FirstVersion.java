package io.openons.broker.server.grpc.v1.guard;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.openons.broker.core.access.Need;
import io.openons.broker.server.grpc.call.Dialect;
import io.openons.broker.server.grpc.v1.call.Commons;
import io.openons.proto.v1.SendMessageRequest;
import java.util.List;
import java.util.Optional;

/** The version {@code apache.rocketmq.v1} of the wire. */
public final class FirstVersion implements Dialect {
  @Override
  public List<Need> needs(Message request) {
    return RequestNeeds.of(request);
  }

  @Override
  public Optional<Message> answer(Message prototype, RuntimeException failure) {
    FieldDescriptor common = prototype.getDescriptorForType().findFieldByName("common");
    return common == null
        ? Optional.empty()
        : Optional.of(
            prototype.toBuilder()
                .setField(common, failure == null ? Commons.OK : Commons.of(failure))
                .build());
  }

  @Override
  public Status ofStream(RuntimeException failure) {
    return Commons.ofCall(failure);
  }

  @Override
  public boolean isSend(Message request) {
    return request instanceof SendMessageRequest;
  }

  @Override
  public int sentMessages() {
    return SendMessageRequest.MESSAGE_FIELD_NUMBER;
  }

  @Override
  public boolean welcomesStranger(Message request) {
    return false;
  }
}
