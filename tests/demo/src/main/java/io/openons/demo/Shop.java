package io.openons.demo;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The application of the demo: a web shop that publishes orders, a warehouse group of two consumers
 * that takes every order, and a finance group that takes the paid and the returned ones. Written as
 * a user would write it: properties, a factory, listeners, and not a word about reconnecting.
 */
final class Shop implements AutoCloseable {
  private static final String TOPIC = "orders";
  private static final String SUBSCRIBED_BY_FINANCE = "paid || returned";
  private static final Set<String> WANTED_BY_FINANCE = Set.of("paid", "returned");

  private final String endpoint;
  private final Ledger warehouse;
  private final Ledger finance;
  private final Map<Ledger, List<String>> consumers;
  private final Deque<Admin> started = new ArrayDeque<>();

  Shop(String endpoint, List<Order> orders) {
    this.endpoint = endpoint;
    this.warehouse = new Ledger("GID_warehouse", orders);
    this.finance =
        new Ledger(
            "GID_finance",
            orders.stream().filter(order -> WANTED_BY_FINANCE.contains(order.status())).toList());
    this.consumers =
        Map.of(warehouse, List.of("warehouse-1", "warehouse-2"), finance, List.of("finance-1"));
  }

  /** Starts the three consumers; what is published afterwards reaches them. */
  void openConsumers() {
    consumersOf(warehouse).forEach(name -> consume(name, warehouse, "*"));
    consumersOf(finance).forEach(name -> consume(name, finance, SUBSCRIBED_BY_FINANCE));
  }

  Publisher openPublisher(List<Order> orders, int maxInFlight, Duration deadline) {
    Producer producer = ONSFactory.createProducer(properties("GID_webshop"));
    producer.start();
    started.push(producer);
    return new Publisher(producer, TOPIC, orders, maxInFlight, deadline);
  }

  List<String> consumersOf(Ledger group) {
    return consumers.get(group);
  }

  List<Ledger> groups() {
    return List.of(warehouse, finance);
  }

  /** Stops the clients, the last started first. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.pop().shutdown();
    }
  }

  private void consume(String name, Ledger ledger, String tags) {
    Consumer consumer = ONSFactory.createConsumer(properties(ledger.group()));
    consumer.subscribe(
        TOPIC,
        tags,
        (message, context) -> {
          ledger.received(name, message.getKey(), message.getBody(), latency(message));
          return Action.CommitMessage;
        });
    consumer.start();
    started.push(consumer);
  }

  private Properties properties(String group) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, endpoint);
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    properties.setProperty(PropertyKeyConst.AccessKey, "demo");
    properties.setProperty(PropertyKeyConst.SecretKey, "demo");
    return properties;
  }

  private static Duration latency(Message message) {
    long sentAt = Long.parseLong(message.getUserProperties(Publisher.SENT_AT));
    return Duration.ofNanos(System.nanoTime() - sentAt);
  }
}
