package com.aliyun.openservices.ons.api.spi;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What interceptors see of one action, and what they hand to one another. */
public interface InvocationContext {
  /** The messages that are sent or were received. */
  Optional<List<Message>> getMessages();

  /** The result of a send that has succeeded. */
  Optional<SendResult> getSendResult();

  /** The error of a send that has failed. */
  Optional<ONSClientException> getException();

  /** What the listener said, or an interceptor instead of it. */
  Optional<Action> getAction();

  /** Sets {@link #getAction()}; counts when the listener is not called. */
  void setAction(Action action);

  /** What an ordered listener said, or an interceptor instead of it. */
  Optional<OrderAction> getOrderAction();

  /** Sets {@link #getOrderAction()}; counts when the listener is not called. */
  void setOrderAction(OrderAction orderAction);

  /** The consumer's group; absent for producers. */
  Optional<String> getConsumerGroup();

  /** The instance; absent when there is none. */
  Optional<String> getNamespaceId();

  /** For interceptors, from before to after; never null. */
  Map<String, Object> getAttributes();
}
