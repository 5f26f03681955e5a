package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import io.openons.spring.listener.Endpoint.ConsumerKey;
import io.openons.spring.listener.Endpoint.Style;
import io.openons.spring.server.ServerSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A consumer group of the application: its listeners, and the consumer that calls them. It may be
 * stopped and started again, each time with a new consumer. Thread-safe.
 */
public final class ListenerContainer {
  private final ConsumerKey key;
  private final ServerSettings server;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final Map<String, String> properties = new HashMap<>();
  private volatile Admin consumer;

  ListenerContainer(ConsumerKey key, ServerSettings server) {
    this.key = key;
    this.server = server;
    properties.put(PropertyKeyConst.GROUP_ID, key.group());
  }

  /**
   * Adds a listener, before the start.
   *
   * @throws ONSClientException when it contradicts another one of the group
   */
  void add(Endpoint endpoint) {
    for (Endpoint other : endpoints) {
      check(
          !other.topic().equals(endpoint.topic()),
          endpoint,
          other,
          "both subscribe the topic '%s'; let one method take it, with tags joined by ||"
              .formatted(endpoint.topic()));
      check(
          other.method().style() == endpoint.method().style()
              && other.autoStart() == endpoint.autoStart(),
          endpoint,
          other,
          "differ in ordered, batch or autoStart; give them groups of their own");
    }
    endpoint
        .properties()
        .forEach(
            (name, value) -> {
              String old = properties.putIfAbsent(name, value);
              check(
                  old == null || old.equals(value),
                  endpoint,
                  endpoints.isEmpty() ? endpoint : endpoints.get(0),
                  "share a consumer, which cannot have both %s=%s and %s=%s; give them groups of their own"
                      .formatted(name, old, name, value));
            });
    endpoints.add(endpoint);
  }

  private void check(boolean good, Endpoint one, Endpoint other, String problem) {
    if (!good) {
      throw new ONSClientException(
          "the listeners %s and %s of %s %s".formatted(other.id(), one.id(), key, problem),
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
  }

  /** The server. */
  public String server() {
    return key.server();
  }

  /** The consumer group. */
  public String group() {
    return key.group();
  }

  /** The ids of its listeners. */
  public List<String> listeners() {
    return endpoints.stream().map(Endpoint::id).toList();
  }

  /** Whether it starts with the application. */
  public boolean isAutoStart() {
    return endpoints.get(0).autoStart();
  }

  /** Whether its listeners are called. */
  public boolean isRunning() {
    return consumer != null;
  }

  /** The consumer; empty when it does not run. */
  public Optional<ClientDescription> describe() {
    return Optional.ofNullable(consumer).map(Admin::describe);
  }

  /**
   * Starts; does nothing when it runs.
   *
   * @throws ONSClientException when the consumer cannot start; it names listeners and server
   */
  public synchronized void start() {
    if (consumer != null) {
      return;
    }
    try {
      Admin made = subscribed(server.with(Collections.unmodifiableMap(properties)));
      made.start();
      consumer = made;
    } catch (ONSClientException failed) {
      throw new ONSClientException(
          "the listeners %s of %s cannot start: %s"
              .formatted(listeners(), key, failed.getMessage()),
          failed);
    }
  }

  /**
   * Calls no listener any more, and returns when those that run have ended, within {@code
   * ons.shutdownTimeoutMillis}.
   */
  public synchronized void stop() {
    Admin ending = consumer;
    consumer = null;
    if (ending != null) {
      ending.shutdown();
    }
  }

  private Admin subscribed(Properties settings) {
    Style style = endpoints.get(0).method().style();
    switch (style) {
      case BATCH:
        BatchConsumer batches = ONSFactory.createBatchConsumer(settings);
        endpoints.forEach(one -> subscribe(batches, one));
        return batches;
      case ORDERED:
        OrderConsumer ordered = ONSFactory.createOrderedConsumer(settings);
        endpoints.forEach(one -> subscribe(ordered, one));
        return ordered;
      default:
        Consumer singles = ONSFactory.createConsumer(settings);
        endpoints.forEach(one -> subscribe(singles, one));
        return singles;
    }
  }

  private static void subscribe(Consumer consumer, Endpoint endpoint) {
    consumer.subscribe(
        endpoint.topic(),
        endpoint.selector(),
        (message, context) -> action(endpoint.method().call(List.of(message), context)));
  }

  private static void subscribe(BatchConsumer consumer, Endpoint endpoint) {
    consumer.subscribe(
        endpoint.topic(),
        endpoint.selector().getSubExpression(),
        (messages, context) -> action(endpoint.method().call(messages, context)));
  }

  private static void subscribe(OrderConsumer consumer, Endpoint endpoint) {
    consumer.subscribe(
        endpoint.topic(),
        endpoint.selector(),
        (message, context) ->
            endpoint.method().call(List.of(message), context)
                ? OrderAction.Success
                : OrderAction.Suspend);
  }

  private static Action action(boolean done) {
    return done ? Action.CommitMessage : Action.ReconsumeLater;
  }
}
