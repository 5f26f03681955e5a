package io.openons.spring.server;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The producers of one server. Thread-safe. */
public final class ServerProducers {
  private final ServerSettings server;
  private final Slot<Producer> producer;
  private final Slot<OrderProducer> orderProducer;
  private final Map<String, Transactions> transactions = new ConcurrentHashMap<>();

  /** Producers that start when they are needed. */
  public ServerProducers(ServerSettings server) {
    this.server = server;
    Map<String, String> none = Collections.emptyMap();
    this.producer =
        new Slot<>(name("the producer"), () -> ONSFactory.createProducer(server.with(none)));
    this.orderProducer =
        new Slot<>(
            name("the ordered producer"), () -> ONSFactory.createOrderProducer(server.with(none)));
  }

  /** The name of the server. */
  public String server() {
    return server.name();
  }

  /** The producer of normal and delayed messages, started. */
  public Producer producer() {
    return producer.get();
  }

  /** The producer of ordered messages, started. */
  public OrderProducer orderProducer() {
    return orderProducer.get();
  }

  /**
   * The transactions of a group.
   *
   * @param group empty for that of the server
   * @throws ONSClientException when no bean decides them
   */
  public Transactions transactions(String group) {
    String effective = group.isEmpty() ? server.group("a send in a transaction") : group;
    Transactions found = transactions.get(effective);
    if (found == null) {
      throw new ONSClientException(
          "%s has no @OnsTransactionListener for the group '%s', but for %s; add such a bean"
              .formatted(name("the application"), effective, transactions.keySet()),
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
    return found;
  }

  /**
   * Adds the bean that decides the transactions of a group.
   *
   * @param group empty for that of the server
   * @param bean its name, for errors
   * @throws ONSClientException when the group has one
   */
  public void decide(String group, LocalTransactionChecker listener, String bean) {
    String effective = group.isEmpty() ? server.group("@OnsTransactionListener " + bean) : group;
    String name = name("the transaction producer of the group '" + effective + "'");
    Map<String, String> own = Collections.singletonMap(PropertyKeyConst.GROUP_ID, effective);
    Transactions added =
        new Transactions(
            name,
            listener,
            new Slot<>(
                name, () -> ONSFactory.createTransactionProducer(server.with(own), listener)));
    if (transactions.putIfAbsent(effective, added) != null) {
      throw new ONSClientException(
          "two beans with @OnsTransactionListener decide the transactions of the group '%s', one is '%s'; keep one"
              .formatted(effective, bean),
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
  }

  /**
   * Lets producers start, and starts those that answer checks.
   *
   * @param eager whether to start the normal one, too
   */
  void open(boolean eager) {
    slots().forEach(Slot::open);
    transactions.values().forEach(Transactions::producer);
    if (eager) {
      producer();
    }
  }

  void close() {
    slots().forEach(Slot::close);
  }

  /** The producers that have started. */
  public List<ClientDescription> describe() {
    return slots().stream().map(Slot::describe).flatMap(Optional::stream).toList();
  }

  private List<Slot<?>> slots() {
    List<Slot<?>> slots = new ArrayList<>(List.of(producer, orderProducer));
    transactions.values().forEach(group -> slots.add(group.slot()));
    return slots;
  }

  private String name(String what) {
    return "%s of the server '%s'".formatted(what, server.name());
  }
}
