package io.openons.client.consumer.push;

import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.route.TopicRoute;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.runtime.FailureLog;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.Assignment;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.QueryAssignmentRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Receives a topic: asks which queues this consumer has, and keeps a receiver for each of them. */
final class TopicReceiver {
  private static final Log log = Logs.of(TopicReceiver.class);

  /** How servers say that a receive may bring messages of every queue of a broker. */
  private static final int ANY_QUEUE = -1;

  private final ConsumerCore consumer;
  private final ClientCore core;
  private final Subscription subscription;
  private final MessageBudget budget;
  private final Dispatcher dispatcher;
  private final Map<MessageQueue, QueueReceiver> receivers = new HashMap<>();
  private final FailureLog failures;
  private boolean stopped;

  TopicReceiver(
      ConsumerCore consumer,
      Subscription subscription,
      MessageBudget budget,
      Dispatcher dispatcher) {
    this.consumer = consumer;
    this.core = consumer.client();
    this.subscription = subscription;
    this.budget = budget;
    this.dispatcher = dispatcher;
    this.failures = new FailureLog(log, "asking for the queues of topic " + subscription.topic());
  }

  MessageBudget budget() {
    return budget;
  }

  /** The same as {@link #scan()} for one of many times: what fails now is done the next time. */
  void scanAgain() {
    revive();
    scan()
        .whenComplete(
            (done, thrown) -> {
              if (thrown == null) {
                failures.worked();
              } else {
                failures.failed(Failures.unwrap(thrown));
              }
            });
  }

  private void revive() {
    List<QueueReceiver> all;
    synchronized (this) {
      all = List.copyOf(receivers.values());
    }
    all.forEach(QueueReceiver::revive);
  }

  /** Asks which queues this consumer has now, begins the new ones and ends the others. */
  CompletableFuture<Void> scan() {
    return core.routes().get(subscription.topic()).thenCompose(this::ask).thenAccept(this::take);
  }

  private CompletableFuture<Set<MessageQueue>> ask(TopicRoute route) {
    Set<Endpoints> servers = route.endpoints();
    Endpoints accessPoint = consumer.accessPoint();
    Endpoints server =
        servers.isEmpty() || servers.contains(accessPoint)
            ? accessPoint
            : servers.iterator().next();
    QueryAssignmentRequest request =
        QueryAssignmentRequest.newBuilder()
            .setTopic(core.resource(subscription.topic()))
            .setGroup(consumer.group())
            .setEndpoints(accessPoint)
            .build();
    return core.rpc()
        .call(Rpc.QUERY_ASSIGNMENT, server, request, consumer.requestTimeout().toNanos())
        .thenApply(
            answer ->
                answer.getAssignmentsList().stream()
                    .map(Assignment::getMessageQueue)
                    .collect(Collectors.toSet()));
  }

  private synchronized void take(Set<MessageQueue> assigned) {
    if (stopped) {
      return;
    }
    receivers
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !assigned.contains(entry.getKey());
              if (gone) {
                log.info("not receiving any more: {}", text(entry.getKey()));
                entry.getValue().stop();
              }
              return gone;
            });
    assigned.forEach(queue -> receivers.computeIfAbsent(queue, this::begin));
  }

  private QueueReceiver begin(MessageQueue queue) {
    QueueReceiver receiver =
        new QueueReceiver(goesOn -> loop(queue, goesOn), queue.getId() == ANY_QUEUE);
    log.info("receiving: {}", text(queue));
    receiver.start();
    return receiver;
  }

  private ReceiveLoop loop(MessageQueue queue, BiPredicate<ReceiveLoop, Boolean> goesOn) {
    return new ReceiveLoop(consumer, queue, subscription.filter(), budget, dispatcher, goesOn);
  }

  private static String text(MessageQueue queue) {
    String which = queue.getId() == ANY_QUEUE ? "all queues" : "queue " + queue.getId();
    return which + " of topic " + queue.getTopic().getName() + " at " + queue.getBroker().getName();
  }

  /** Ends all receiving, and hands back what waits for the listener. */
  synchronized void stop() {
    stopped = true;
    receivers.values().forEach(QueueReceiver::stop);
    receivers.clear();
    dispatcher.stop();
  }
}
