package io.openons.broker.core;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.group.ReceiptHandle;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.member.Members;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Messages under lease: taken, acknowledged, given back. A group may have had members who shared
 * out its queues; what those could not consume is in a topic of the group's own, and comes first.
 * Safe on any thread.
 */
final class Leases {
  private final Topics topics;
  private final Groups groups;
  private final Clients clients;
  private final Members members;
  private final Consumptions consumptions;
  private final InstantSource clock;
  private final BrokerListener listener;

  Leases(
      Topics topics,
      Groups groups,
      Clients clients,
      Members members,
      Consumptions consumptions,
      InstantSource clock,
      BrokerListener listener) {
    this.topics = topics;
    this.groups = groups;
    this.clients = clients;
    this.members = members;
    this.consumptions = consumptions;
    this.clock = clock;
    this.listener = listener;
  }

  CompletableFuture<List<Delivery>> take(TakeRequest request) {
    return take(request, (group, topic, known) -> consumptions.use(group, topic).take(known));
  }

  CompletableFuture<List<Delivery>> takeWithRedeliveries(TakeRequest request) {
    return take(request, this::redeliveriesFirst);
  }

  /** Where the deliveries come from. */
  private interface Source {
    CompletableFuture<List<Delivery>> take(Group group, Topic topic, TakeRequest request);
  }

  private CompletableFuture<List<Delivery>> take(TakeRequest request, Source source) {
    Topic topic = topics.use(request.topic());
    Group group = groups.use(request.group());
    request.check();
    checkReadable(topic);
    members.requireNoneSharing(group.name());
    TakeRequest known = request.by(clients.seen(request.clientId()));
    CompletableFuture<List<Delivery>> taken = source.take(group, topic, known);
    taken.thenAccept(
        deliveries -> {
          if (!deliveries.isEmpty()) {
            listener.delivered(topic.name(), group.name(), deliveries.size());
            tellWaits(deliveries);
          }
        });
    return taken;
  }

  private void tellWaits(List<Delivery> deliveries) {
    long now = clock.millis();
    for (Delivery delivery : deliveries) {
      if (delivery.attempt() == 1) {
        StoredMessage stored = delivery.stored();
        listener.waited(
            Math.max(0, now - Math.max(stored.storeTime(), stored.message().deliveryTime())));
      }
    }
  }

  private CompletableFuture<List<Delivery>> redeliveriesFirst(
      Group group, Topic topic, TakeRequest request) {
    Topic again = topics.redeliveriesIfAny(group.name());
    // Its consumer has to be known before the other topic answers.
    Consumption consumption = consumptions.use(group, topic);
    if (again == null || again == topic) {
      return consumption.take(request);
    }
    Consumption redeliveries = consumptions.use(group, again);
    if (redeliveries.hasLeft()) {
      consumption.begin();
      CompletableFuture<List<Delivery>> first = redeliveries.take(request.again(again.name()));
      if (!first.isDone() || first.isCompletedExceptionally() || !first.join().isEmpty()) {
        return first;
      }
    }
    CompletableFuture<List<Delivery>> taken = consumption.take(request);
    if (!taken.isDone()) {
      // Who waits gets an empty answer, comes back, and finds it.
      Runnable wake = () -> taken.complete(List.of());
      again.addArrivalListener(wake);
      taken.whenComplete((deliveries, failure) -> again.removeArrivalListener(wake));
    }
    return taken;
  }

  static void checkReadable(Topic topic) {
    if (!topic.settings().permission().isReadable()) {
      throw new BrokerException(
          Reason.FORBIDDEN,
          "topic %s has the permission %s and cannot be consumed"
              .formatted(topic.name(), topic.settings().permission()));
    }
  }

  void giveBack(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      progress(ReceiptHandle.parse(delivery.receiptHandle())).giveBack(List.of(delivery));
    }
  }

  void acknowledge(ResourceName group, ResourceName topic, String receiptHandle) {
    ReceiptHandle handle = handle(group, topic, receiptHandle);
    progress(handle).acknowledge(handle);
  }

  String change(
      ResourceName group,
      ResourceName topic,
      String receiptHandle,
      Duration lease,
      boolean suspend) {
    ReceiptHandle handle = handle(group, topic, receiptHandle);
    Consumption progress = progress(handle);
    if (lease.isNegative() || lease.compareTo(Limits.MAX_LEASE) > 0) {
      throw new BrokerException(
          Reason.ILLEGAL_LEASE,
          "the lease is %s; allowed are %s to %s"
              .formatted(lease, Duration.ZERO, Limits.MAX_LEASE));
    }
    return progress.changeLease(handle, lease, suspend).toString();
  }

  void fail(ResourceName group, ResourceName topic, String receiptHandle, Integer mostAttempts) {
    ReceiptHandle handle = handle(group, topic, receiptHandle);
    progress(handle).fail(handle, mostAttempts);
  }

  void bury(ResourceName group, ResourceName topic, String receiptHandle) {
    ReceiptHandle handle = handle(group, topic, receiptHandle);
    progress(handle).bury(handle);
  }

  /**
   * Reads a handle, which must be of the group that the caller names, and of its topic or of what
   * the group gets once more.
   */
  private ReceiptHandle handle(ResourceName groupName, ResourceName topicName, String text) {
    Group group = groups.find(groupName);
    Topic topic = topics.find(topicName);
    ReceiptHandle handle = ReceiptHandle.parse(text);
    if (!isOf(handle, group, topic) && !isRedelivery(handle, group)) {
      throw new BrokerException(
          Reason.INVALID_RECEIPT_HANDLE,
          "receipt handle '%s' is not of group %s and topic %s"
              .formatted(handle, groupName, topicName));
    }
    return handle;
  }

  private boolean isRedelivery(ReceiptHandle handle, Group group) {
    Topic again = group == null ? null : topics.redeliveriesIfAny(group.name());
    return again != null && isOf(handle, group, again);
  }

  private boolean isOf(ReceiptHandle handle, Group group, Topic topic) {
    return consumptions.find(group, topic) != null
        && handle.group() == group.id()
        && handle.topic() == topic.id();
  }

  private Consumption progress(ReceiptHandle handle) {
    return consumptions.find(groups.byId(handle.group()), topics.byId(handle.topic()));
  }
}
