package com.aliyun.openservices.ons.api.order;

import com.aliyun.openservices.ons.api.Message;

/**
 * Chooses a queue for a message. Mirrored because programs of the commercial client may implement
 * it; nothing calls it, since the server chooses the queue of a sharding key.
 */
public interface MessageQueueSelector {
  /**
   * Chooses.
   *
   * @param queues how many queues there are
   * @param arg what the caller handed in
   * @return 0 to {@code queues - 1}
   */
  int select(int queues, Message message, Object arg);
}
