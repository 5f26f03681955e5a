package io.openons.client.message;

import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import java.util.List;

/**
 * A message that this consumer has on lease.
 *
 * @param wire as it came
 * @param from who gave it and is told the outcome
 * @param brokerName the broker of the queue that was asked
 */
public record ReceivedMessage(Message wire, Endpoints from, String brokerName) {
  /** What came, of several. */
  public static List<Message> wires(List<ReceivedMessage> messages) {
    return messages.stream().map(ReceivedMessage::wire).toList();
  }

  /** Returns the topic's name. */
  public String topic() {
    return wire.getTopic().getName();
  }

  /** Returns the id that its producer gave it. */
  public String id() {
    return wire.getSystemProperties().getMessageId();
  }

  /** Returns the name of this delivery, by which the server is told its outcome. */
  public String receiptHandle() {
    return wire.getSystemProperties().getReceiptHandle();
  }

  /** 1 at the first delivery. */
  public int attempt() {
    return Math.max(1, wire.getSystemProperties().getDeliveryAttempt());
  }

  /** Its place in its queue. */
  public long offset() {
    return wire.getSystemProperties().getQueueOffset();
  }

  /** The same message for its next attempt, as this client counts. */
  public ReceivedMessage nextAttempt() {
    Message.Builder next = wire.toBuilder();
    next.getSystemPropertiesBuilder().setDeliveryAttempt(attempt() + 1);
    return new ReceivedMessage(next.build(), from, brokerName);
  }

  /** What orders it with others; a message without a sharding key is alone. */
  public String laneKey() {
    return wire.getSystemProperties().hasMessageGroup()
        ? "key " + wire.getSystemProperties().getMessageGroup()
        : "handle " + receiptHandle();
  }

  /** Returns the bytes of the body as it travels. */
  public int size() {
    return wire.getBody().size();
  }

  @Override
  public String toString() {
    return "message " + id() + " of topic " + topic() + " (attempt " + attempt() + ")";
  }
}
