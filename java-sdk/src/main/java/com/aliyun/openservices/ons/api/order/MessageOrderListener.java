package com.aliyun.openservices.ons.api.order;

import com.aliyun.openservices.ons.api.Message;

/**
 * Handles the messages of a subscription in order. Called by several threads at once, but never by
 * two with messages of the same sharding key.
 */
public interface MessageOrderListener {
  /**
   * Handles one message.
   *
   * @return {@link OrderAction#Success} when the message is done; {@link OrderAction#Suspend} or
   *     null to have it again after {@code suspendTimeMillis}. Throwing is the same as returning
   *     null
   */
  OrderAction consume(Message message, ConsumeOrderContext context);
}
