package io.openons.broker.server.grpc.v1.rpc;

import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.topic.Topic;
import io.openons.proto.v1.ConsumePolicy;

/** Where groups begin, as their clients wish; a group that has begun goes on where it is. */
final class StartPositions {
  private final Broker broker;

  StartPositions(Broker broker) {
    this.broker = broker;
  }

  /**
   * Begins a group in a topic, if it has not begun.
   *
   * @param storeTime of TARGET_TIMESTAMP, milliseconds since 1970
   * @throws BrokerException when the topic or the group cannot be used
   */
  void begin(ResourceName group, ResourceName topic, ConsumePolicy policy, long storeTime) {
    switch (policy) {
      case RESUME -> broker.subscribe(group, topic);
      case PLAYBACK -> broker.subscribe(group, topic, StartPosition.EARLIEST);
      case DISCARD -> broker.subscribe(group, topic, StartPosition.LATEST);
      case TARGET_TIMESTAMP -> beginAt(group, topic, storeTime);
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "the consume policy is unknown; use RESUME, PLAYBACK, DISCARD or TARGET_TIMESTAMP");
    }
  }

  private void beginAt(ResourceName group, ResourceName name, long storeTime) {
    Topic topic = broker.topic(name);
    if (hasBegun(group, name)) {
      return;
    }
    broker.subscribe(group, name, StartPosition.EARLIEST);
    for (int queue = 0; queue < topic.queues(); queue++) {
      broker.commitOffset(group, name, queue, broker.offsetAt(name, queue, storeTime));
    }
  }

  private boolean hasBegun(ResourceName group, ResourceName topic) {
    try {
      broker.committedOffset(group, topic, 0);
      return true;
    } catch (BrokerException refusal) {
      if (refusal.reason() == Reason.OFFSET_NOT_FOUND) {
        return false;
      }
      throw refusal;
    }
  }
}
