package com.aliyun.openservices.ons.api.spi;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A context with fields; nothing is set at first. */
public class DefaultInvocationContext implements InvocationContext {
  private final Map<String, Object> attributes = new HashMap<>();
  private List<Message> messages;
  private SendResult sendResult;
  private ONSClientException exception;
  private Action action;
  private OrderAction orderAction;
  private String consumerGroup;
  private String namespaceId;

  /** An empty context. */
  public DefaultInvocationContext() {}

  @Override
  public Optional<List<Message>> getMessages() {
    return Optional.ofNullable(messages);
  }

  /** Sets {@link #getMessages()}. */
  public void setMessages(List<Message> messages) {
    this.messages = messages;
  }

  @Override
  public Optional<SendResult> getSendResult() {
    return Optional.ofNullable(sendResult);
  }

  /** Sets {@link #getSendResult()}. */
  public void setSendResult(SendResult sendResult) {
    this.sendResult = sendResult;
  }

  @Override
  public Optional<ONSClientException> getException() {
    return Optional.ofNullable(exception);
  }

  /** Sets {@link #getException()}. */
  public void setException(ONSClientException exception) {
    this.exception = exception;
  }

  @Override
  public Optional<Action> getAction() {
    return Optional.ofNullable(action);
  }

  @Override
  public void setAction(Action action) {
    this.action = action;
  }

  @Override
  public Optional<OrderAction> getOrderAction() {
    return Optional.ofNullable(orderAction);
  }

  @Override
  public void setOrderAction(OrderAction orderAction) {
    this.orderAction = orderAction;
  }

  @Override
  public Optional<String> getConsumerGroup() {
    return Optional.ofNullable(consumerGroup);
  }

  /** Sets {@link #getConsumerGroup()}. */
  public void setConsumerGroup(String consumerGroup) {
    this.consumerGroup = consumerGroup;
  }

  @Override
  public Optional<String> getNamespaceId() {
    return Optional.ofNullable(namespaceId);
  }

  /** Sets {@link #getNamespaceId()}. */
  public void setNamespaceId(String namespaceId) {
    this.namespaceId = namespaceId;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }
}
