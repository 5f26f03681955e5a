package io.openons.broker.server.remoting.pop;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.group.SubscriptionText;
import java.time.Duration;

/**
 * A request to take messages under a lease, as its fields have it. The queue that it names does not
 * matter: clients leave it open, and each lease is of one message.
 *
 * @param filter which messages are wanted; null for those of the client's subscription
 * @param beginsEarliest whether a new group begins with the oldest message
 */
record PopRequest(
    ResourceName group,
    ResourceName topic,
    int maxMessages,
    Duration lease,
    Duration waitTime,
    boolean beginsEarliest,
    Filter filter,
    String attemptId) {
  private static final int FROM_BEGINNING = 0;

  static PopRequest of(Command request) {
    if (request.flag("order")) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED,
          "messages in order are not given under leases by this protocol; let the clients share"
              + " the queues (clientRebalance=true), or use the gRPC protocol");
    }
    String expression = request.text("exp", "");
    return new PopRequest(
        group(request),
        topic(request),
        request.integer("maxMsgNums"),
        Duration.ofMillis(request.number("invisibleTime")),
        waitTime(request.number("pollTime", 0)),
        request.integer("initMode", FROM_BEGINNING) == FROM_BEGINNING,
        expression.isEmpty()
            ? null
            : SubscriptionText.of(request.text("expType", null), expression),
        request.text("attemptId", null));
  }

  static ResourceName group(Command request) {
    return ResourceName.of("", request.text("consumerGroup"));
  }

  static ResourceName topic(Command request) {
    return ResourceName.of("", request.text("topic"));
  }

  private static Duration waitTime(long millis) {
    return Duration.ofMillis(Math.max(0, Math.min(millis, Limits.MAX_POLLING.toMillis())));
  }

  StartPosition start(StartPosition otherwise) {
    return beginsEarliest ? StartPosition.EARLIEST : otherwise;
  }

  TakeRequest take(String clientId, Filter wanted) {
    return new TakeRequest(
        group, topic, clientId, wanted, maxMessages, lease, false, waitTime, attemptId);
  }
}
