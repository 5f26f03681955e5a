package io.openons.broker.server.grpc.v1.translate;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.Submission;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.proto.v1.MessageType;
import io.openons.proto.v1.SystemAttribute;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Messages on their way from a sender. */
public final class SentMessages {
  private SentMessages() {}

  /**
   * Returns a message as its sender sent it. An empty text says the same as none.
   *
   * @param owner the name of the user who sent it; null without access control
   * @throws BrokerException when its parts do not fit its kind, or its body has an unknown encoding
   */
  public static Submission of(io.openons.proto.v1.Message wire, String owner) {
    SystemAttribute system = wire.getSystemAttribute();
    Message message =
        new Message(
            system.getMessageId(),
            kind(system),
            textOrNull(system.getTag()),
            keys(system),
            wire.getUserAttributeMap(),
            textOrNull(system.getMessageGroup()),
            system.hasDeliveryTimestamp() ? Times.millis(system.getDeliveryTimestamp()) : 0,
            encoding(system),
            Times.millis(system.getBornTimestamp()),
            system.getBornHost(),
            textOrNull(system.getTraceContext()),
            null,
            wire.getBody().asReadOnlyByteBuffer());
    return new Submission(
        message,
        system.hasOrphanedTransactionRecoveryPeriod()
            ? Times.duration(system.getOrphanedTransactionRecoveryPeriod())
            : null,
        OptionalInt.empty(),
        message.kind() == MessageKind.TRANSACTION ? producerGroup(system) : null,
        owner);
  }

  /** The client sends the keys of a message as one, with blanks between them. */
  private static List<String> keys(SystemAttribute system) {
    return system.getKeysList().stream()
        .flatMap(keys -> Arrays.stream(keys.split(" ")))
        .filter(key -> !key.isEmpty())
        .toList();
  }

  private static String producerGroup(SystemAttribute system) {
    return system.hasProducerGroup() ? Names.of(system.getProducerGroup()).toString() : null;
  }

  /**
   * The kind that the message names; what is set must not contradict that. NORMAL is also what a
   * message has that names none.
   */
  private static MessageKind kind(SystemAttribute system) {
    if (system.hasDelayLevel()) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED,
          "delay levels are not offered in this protocol; set delivery_timestamp");
    }
    MessageType named = system.getMessageType();
    MessageKind kind =
        switch (named) {
          case NORMAL, FIFO, DELAY -> MessageKind.NORMAL;
          case TRANSACTION -> MessageKind.TRANSACTION;
          case UNRECOGNIZED ->
              throw new BrokerException(
                  Reason.NOT_IMPLEMENTED,
                  "message type %d is unknown; use NORMAL, FIFO, DELAY or TRANSACTION"
                      .formatted(system.getMessageTypeValue()));
        };
    int set = kind == MessageKind.TRANSACTION ? 1 : 0;
    if (!system.getMessageGroup().isEmpty()) {
      kind = MessageKind.FIFO;
      set++;
    }
    if (system.hasDeliveryTimestamp()) {
      kind = MessageKind.DELAY;
      set++;
    }
    if (set > 1 || named != MessageType.NORMAL && !named.name().equals(kind.name())) {
      throw new BrokerException(
          Reason.KIND_CONFLICT,
          ("a message of type %s with %s message group and %s delivery timestamp;"
                  + " set what its type has, and nothing else")
              .formatted(
                  named,
                  system.getMessageGroup().isEmpty() ? "no" : "a",
                  system.hasDeliveryTimestamp() ? "a" : "no"));
    }
    return kind;
  }

  private static BodyEncoding encoding(SystemAttribute system) {
    return switch (system.getBodyEncoding()) {
      case GZIP -> BodyEncoding.GZIP;
      case IDENTITY -> BodyEncoding.IDENTITY;
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.ILLEGAL_BATCH,
              "body encoding %d is unknown; use IDENTITY or GZIP"
                  .formatted(system.getBodyEncodingValue()));
    };
  }

  private static String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
