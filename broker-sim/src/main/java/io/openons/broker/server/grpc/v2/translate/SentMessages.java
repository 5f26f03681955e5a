package io.openons.broker.server.grpc.v2.translate;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.Submission;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.proto.v2.SystemProperties;
import java.util.OptionalInt;

/** Messages on their way from a sender. */
public final class SentMessages {
  private SentMessages() {}

  /**
   * Returns a message as its sender sent it.
   *
   * @param owner the name of the user who sent it; null without access control
   * @throws BrokerException when it is of a kind that this broker does not offer, its parts do not
   *     fit its kind, or its body has an unknown encoding
   */
  public static Submission of(io.openons.proto.v2.Message wire, String owner) {
    SystemProperties system = wire.getSystemProperties();
    Message message =
        new Message(
            system.getMessageId(),
            SentKind.of(system),
            system.hasTag() ? system.getTag() : null,
            system.getKeysList(),
            wire.getUserPropertiesMap(),
            system.hasMessageGroup() ? system.getMessageGroup() : null,
            system.hasDeliveryTimestamp() ? Times.millis(system.getDeliveryTimestamp()) : 0,
            encoding(system),
            Times.millis(system.getBornTimestamp()),
            system.getBornHost(),
            system.hasTraceContext() ? system.getTraceContext() : null,
            null,
            wire.getBody().asReadOnlyByteBuffer());
    return new Submission(
        message,
        system.hasOrphanedTransactionRecoveryDuration()
            ? Times.duration(system.getOrphanedTransactionRecoveryDuration())
            : null,
        OptionalInt.empty(),
        null,
        owner);
  }

  private static BodyEncoding encoding(SystemProperties system) {
    return switch (system.getBodyEncoding()) {
      case GZIP -> BodyEncoding.GZIP;
      case IDENTITY, ENCODING_UNSPECIFIED -> BodyEncoding.IDENTITY;
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.ILLEGAL_BATCH,
              "body encoding %d is unknown; use IDENTITY or GZIP"
                  .formatted(system.getBodyEncodingValue()));
    };
  }
}
