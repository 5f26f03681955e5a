package io.openons.spring;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import io.openons.spring.convert.PayloadConverter;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.observation.Watch;
import io.openons.spring.server.ServerProducers;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A message on its way out; made by {@link OnsTemplate#message}. Used once, by one thread. */
public final class OnsMessageBuilder {
  private final ServerProducers producers;
  private final PayloadConverter converter;
  private final OnsObserver observer;
  private final Message message = new Message();
  private String shardingKey;
  private String group = "";

  OnsMessageBuilder(
      ServerProducers producers, PayloadConverter converter, OnsObserver observer, String topic) {
    this.producers = producers;
    this.converter = converter;
    this.observer = observer;
    int colon = Objects.requireNonNull(topic, "topic").indexOf(':');
    message.setTopic(colon < 0 ? topic : topic.substring(0, colon));
    if (colon >= 0) {
      message.setTag(topic.substring(colon + 1));
    }
  }

  /** Sets the tag, which subscriptions choose by. */
  public OnsMessageBuilder tag(String tag) {
    message.setTag(tag);
    return this;
  }

  /** Sets the key, which people find the message by. */
  public OnsMessageBuilder key(String key) {
    message.setKey(key);
    return this;
  }

  /** Adds a user property. */
  public OnsMessageBuilder property(String name, String value) {
    message.putUserProperties(name, value);
    return this;
  }

  /** Delivers the message at this time. */
  public OnsMessageBuilder deliverAt(Instant time) {
    message.setStartDeliverTime(time.toEpochMilli());
    return this;
  }

  /** Delivers the message after this time. */
  public OnsMessageBuilder delay(Duration delay) {
    return deliverAt(Instant.now().plus(delay));
  }

  /** Keeps messages with the same sharding key in order; for {@link #send} only. */
  public OnsMessageBuilder shardingKey(String key) {
    this.shardingKey = Objects.requireNonNull(key, "sharding key");
    return this;
  }

  /** The group of a transaction, when it is not the server's {@code group-id}. */
  public OnsMessageBuilder transactionGroup(String transactionGroup) {
    this.group = Objects.requireNonNull(transactionGroup, "transaction group");
    return this;
  }

  /**
   * Sends, and returns when the server has the message.
   *
   * @throws ONSClientException when the server did not confirm it, or the payload cannot be
   *     converted
   */
  public SendResult send(Object payload) {
    return watched(
        payload,
        filled ->
            shardingKey == null
                ? producers.producer().send(filled)
                : producers.orderProducer().send(filled, shardingKey));
  }

  /** Sends without blocking; every error goes to the future. */
  public CompletableFuture<SendResult> sendAsync(Object payload) {
    Watch watch = null;
    try {
      refuseShardingKey("sendAsync");
      fill(payload);
      watch = observer.sending(producers.server(), message);
      Watch started = watch;
      return producers
          .producer()
          .sendAsync(message)
          .whenComplete(
              (result, failure) -> {
                if (failure != null) {
                  started.failed(failure);
                }
                started.close();
              });
    } catch (RuntimeException refused) {
      if (watch != null) {
        watch.failed(refused);
        watch.close();
      }
      CompletableFuture<SendResult> failed = new CompletableFuture<>();
      failed.completeExceptionally(refused);
      return failed;
    }
  }

  /**
   * Sends once and waits for nothing.
   *
   * @throws ONSClientException for what is wrong at once
   */
  public void sendOneway(Object payload) {
    refuseShardingKey("sendOneway");
    watched(
        payload,
        filled -> {
          producers.producer().sendOneway(filled);
          return null;
        });
  }

  /**
   * Sends a half message, runs the local transaction of the group's {@link OnsTransactionListener},
   * and reports its outcome.
   *
   * @param argument handed to the executer; may be null
   * @throws ONSClientException when the group has no such bean, or one that is no executer, and as
   *     {@link com.aliyun.openservices.ons.api.transaction.TransactionProducer#send} does
   */
  public SendResult sendInTransaction(Object payload, Object argument) {
    return sendInTransaction(payload, argument, producers.transactions(group).executer());
  }

  /** The same with a local transaction of this send; the group's bean answers the checks. */
  public SendResult sendInTransaction(
      Object payload, Object argument, LocalTransactionExecuter executer) {
    refuseShardingKey("sendInTransaction");
    return watched(
        payload,
        filled -> producers.transactions(group).producer().send(filled, executer, argument));
  }

  private SendResult watched(Object payload, Function<Message, SendResult> send) {
    fill(payload);
    try (Watch watch = observer.sending(producers.server(), message)) {
      try {
        return send.apply(message);
      } catch (RuntimeException | Error failure) {
        watch.failed(failure);
        throw failure;
      }
    }
  }

  private void fill(Object payload) {
    message.setBody(converter.toBytes(payload, message.getTopic()));
  }

  private void refuseShardingKey(String call) {
    if (shardingKey != null) {
      throw new ONSClientException(
          "%s of a message to '%s' with the sharding key '%s': messages in order are sent one after"
                  .formatted(call, message.getTopic(), shardingKey)
              + " the other; use send",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
  }
}
