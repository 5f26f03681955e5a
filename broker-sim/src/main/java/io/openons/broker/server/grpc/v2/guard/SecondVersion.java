package io.openons.broker.server.grpc.v2.guard;

import com.google.protobuf.Message;
import io.openons.broker.core.access.Need;
import io.openons.broker.server.grpc.call.Dialect;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.SendMessageRequest;
import java.util.List;
import java.util.Optional;

/** The version {@code apache.rocketmq.v2} of the wire. */
public final class SecondVersion implements Dialect {
  @Override
  public List<Need> needs(Message request) {
    return RequestNeeds.of(request);
  }

  @Override
  public Optional<Message> answer(Message prototype, RuntimeException failure) {
    return Optional.of(
        prototype.toBuilder()
            .setField(
                prototype.getDescriptorForType().findFieldByName("status"),
                failure == null ? Statuses.OK : Statuses.of(failure))
            .build());
  }

  @Override
  public io.grpc.Status ofStream(RuntimeException failure) {
    return Statuses.ofStream(failure);
  }

  @Override
  public boolean isSend(Message request) {
    return request instanceof SendMessageRequest;
  }

  @Override
  public int sentMessages() {
    return SendMessageRequest.MESSAGES_FIELD_NUMBER;
  }

  /** The Go client asks by an empty heartbeat whether an address works again. */
  @Override
  public boolean welcomesStranger(Message request) {
    return request.equals(HeartbeatRequest.getDefaultInstance());
  }
}
