package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import io.openons.spring.OnsErrorHandler;
import io.openons.spring.OnsHeaders;
import io.openons.spring.listener.Endpoint.Style;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.observation.Watch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;

/** Calls the method of a listener, and turns what it returns or throws into an answer. */
final class ListenerMethod {
  private final OnsObserver.Received identity;
  private final Style style;
  private final InvocableHandlerMethod method;
  private final BatchPayload batch;
  private final OnsErrorHandler errorHandler;
  private final OnsObserver observer;

  /**
   * A method.
   *
   * @param identity of the listener, without messages
   * @param batch makes the list of payloads; null unless the style is a batch
   * @param errorHandler null for none
   * @throws ONSClientException when the method returns what is no answer
   */
  ListenerMethod(
      OnsObserver.Received identity,
      Style style,
      InvocableHandlerMethod method,
      BatchPayload batch,
      OnsErrorHandler errorHandler,
      OnsObserver observer) {
    this.identity = identity;
    this.style = style;
    this.method = method;
    this.batch = batch;
    this.errorHandler = errorHandler;
    this.observer = observer;
    Class<?> returned = method.getReturnType().getParameterType();
    if (returned != void.class && returned != Action.class && returned != OrderAction.class) {
      throw new ONSClientException(
          "@OnsListener %s returns %s; return nothing, Action or OrderAction"
              .formatted(identity.listener(), returned.getName()),
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
  }

  Style style() {
    return style;
  }

  /**
   * Calls the method.
   *
   * @param messages one, or those of a batch
   * @return whether the messages are done
   */
  boolean call(List<Message> messages, Object context) {
    OnsObserver.Received received =
        new OnsObserver.Received(
            identity.server(), identity.topic(), identity.group(), identity.listener(), messages);
    try (Watch watch = observer.processing(received)) {
      try {
        return isDone(method.invoke(incoming(messages, context)));
      } catch (Exception failure) {
        watch.failed(failure);
        return handled(messages, failure);
      } catch (Error failure) {
        watch.failed(failure);
        throw failure;
      }
    }
  }

  private boolean handled(List<Message> messages, Exception failure) {
    try {
      if (errorHandler == null) {
        throw failure;
      }
      return errorHandler.handle(messages, failure) == Action.CommitMessage;
    } catch (RuntimeException unhandled) {
      throw unhandled;
    } catch (Exception unhandled) {
      throw new ONSClientException(
          "the listener %s failed: %s".formatted(identity.listener(), unhandled), unhandled);
    }
  }

  private static boolean isDone(Object answer) {
    return answer != Action.ReconsumeLater && answer != OrderAction.Suspend;
  }

  private org.springframework.messaging.Message<?> incoming(
      List<Message> messages, Object context) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(OnsHeaders.CONTEXT, context);
    headers.put(OnsHeaders.TOPIC, identity.topic());
    headers.put(OnsHeaders.GROUP, identity.group());
    headers.put(OnsHeaders.SERVER, identity.server());
    if (style == Style.BATCH) {
      headers.put(OnsHeaders.MESSAGE, messages);
      return new GenericMessage<>(batch.of(messages), headers);
    }
    Message message = messages.get(0);
    message.getUserProperties().forEach((name, value) -> headers.putIfAbsent((String) name, value));
    headers.put(OnsHeaders.MESSAGE, message);
    putIfThere(headers, OnsHeaders.TAG, message.getTag());
    putIfThere(headers, OnsHeaders.KEY, message.getKey());
    putIfThere(headers, OnsHeaders.MESSAGE_ID, message.getMsgID());
    putIfThere(headers, OnsHeaders.SHARDING_KEY, message.getShardingKey());
    headers.put(OnsHeaders.RECONSUME_TIMES, message.getReconsumeTimes());
    headers.put(OnsHeaders.BORN_TIMESTAMP, message.getBornTimestamp());
    return new GenericMessage<>(message.getBody(), headers);
  }

  private static void putIfThere(Map<String, Object> headers, String name, String value) {
    if (value != null && !value.isEmpty()) {
      headers.put(name, value);
    }
  }
}
