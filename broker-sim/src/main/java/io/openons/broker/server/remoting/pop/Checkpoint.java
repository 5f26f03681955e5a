package io.openons.broker.server.remoting.pop;

import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.ReceiptHandle;
import io.openons.broker.server.remoting.route.RouteRequests;

/**
 * Names a delivery under a lease. The text is {@code start time lease revive kind broker queue
 * offset}, separated by blanks. Clients read it, and make it anew after they changed a lease; so
 * the serial of the delivery stands where others have the number of a queue of their own, which
 * clients pass on: in {@code revive}. What else there is to know is the group and the topic.
 *
 * @param queue the queue of the message
 * @param offset its offset there
 * @param serial the number of the delivery
 */
record Checkpoint(int queue, long offset, int serial) {
  private static final int PARTS = 8;
  private static final int SERIAL = 3;
  private static final int QUEUE = 6;
  private static final int OFFSET = 7;

  /** The topic is the one that the client named; clients make others of other kinds. */
  private static final String KIND = "0";

  static Checkpoint of(Delivery delivery) {
    ReceiptHandle handle = ReceiptHandle.parse(delivery.receiptHandle());
    return new Checkpoint(handle.queue(), handle.offset(), handle.serial());
  }

  /**
   * Reads a text.
   *
   * @throws BrokerException with {@link Reason#INVALID_RECEIPT_HANDLE}
   */
  static Checkpoint parse(String text) {
    String[] parts = text.split(" ");
    if (parts.length >= PARTS) {
      try {
        return new Checkpoint(
            Integer.parseInt(parts[QUEUE]),
            Long.parseLong(parts[OFFSET]),
            Integer.parseInt(parts[SERIAL]));
      } catch (NumberFormatException e) {
        // Falls through to the refusal, which names the whole text.
      }
    }
    throw new BrokerException(
        Reason.INVALID_RECEIPT_HANDLE,
        "'%s' names no delivery of this broker".formatted(Texts.shorten(text)));
  }

  /** Returns the text for a client that got the message at a time, in milliseconds. */
  String text(long time, long lease) {
    return String.join(
        " ",
        String.valueOf(offset),
        String.valueOf(time),
        String.valueOf(lease),
        String.valueOf(serial),
        KIND,
        RouteRequests.BROKER_NAME,
        String.valueOf(queue),
        String.valueOf(offset));
  }

  /** Returns the receipt handle by which the core knows the delivery. */
  String handle(Broker broker, ResourceName group, ResourceName topic) {
    broker.checkConsumer(group, topic);
    return new ReceiptHandle(
            broker.group(group).id(), broker.topic(topic).id(), queue, offset, serial)
        .toString();
  }
}
