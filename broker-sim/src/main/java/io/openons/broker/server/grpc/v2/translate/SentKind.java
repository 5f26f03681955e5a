package io.openons.broker.server.grpc.v2.translate;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.MessageKind;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.SystemProperties;

/**
 * The kind of a message that a client sends. It follows from what is set, since some clients do not
 * name it; what they name must not contradict that.
 */
final class SentKind {
  private SentKind() {}

  /**
   * Returns the kind.
   *
   * @throws BrokerException with {@link Reason#KIND_CONFLICT} when the message has more or less
   *     than its kind, and with {@link Reason#NOT_IMPLEMENTED} when this broker does not offer its
   *     kind
   */
  static MessageKind of(SystemProperties system) {
    MessageType named = system.getMessageType();
    if (named == MessageType.LITE
        || named == MessageType.PRIORITY
        || system.hasLiteTopic()
        || system.hasPriority()) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED, "lite topics and priorities are not offered by this broker");
    }
    if (named == MessageType.UNRECOGNIZED) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED,
          "message type %d is unknown; use NORMAL, FIFO, DELAY or TRANSACTION"
              .formatted(system.getMessageTypeValue()));
    }
    boolean transaction = named == MessageType.TRANSACTION;
    MessageKind kind = MessageKind.NORMAL;
    int set = 0;
    if (transaction) {
      kind = MessageKind.TRANSACTION;
      set++;
    }
    if (system.hasMessageGroup()) {
      kind = MessageKind.FIFO;
      set++;
    }
    if (system.hasDeliveryTimestamp()) {
      kind = MessageKind.DELAY;
      set++;
    }
    boolean unnamed = named == MessageType.MESSAGE_TYPE_UNSPECIFIED;
    if (set > 1 || !unnamed && !named.name().equals(kind.name())) {
      throw new BrokerException(
          Reason.KIND_CONFLICT,
          ("a message of type %s with %s message group and %s delivery timestamp;"
                  + " set what its type has, and nothing else")
              .formatted(
                  named,
                  system.hasMessageGroup() ? "a" : "no",
                  system.hasDeliveryTimestamp() ? "a" : "no"));
    }
    return kind;
  }
}
