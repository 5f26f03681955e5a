package io.openons.broker.server.http.admin.view;

import io.openons.broker.core.admin.TopicAdmin;
import io.openons.broker.core.admin.view.Backlog;
import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.admin.view.MemberView;
import io.openons.broker.core.admin.view.QueueView;
import io.openons.broker.core.admin.view.ResetPlan;
import io.openons.broker.core.admin.view.SubscriptionView;
import io.openons.broker.core.admin.view.TopicBacklog;
import io.openons.broker.core.admin.view.TopicView;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.send.OpenTransaction;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns what the core shows to operators into the values of the API. */
public final class Views {
  private Views() {}

  /** Returns a moment as the API writes it; null for none. */
  public static String time(Instant moment) {
    return moment == null ? null : moment.toString();
  }

  static Long millis(Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  /** Returns a topic. */
  public static TopicJson of(TopicView topic) {
    return new TopicJson(
        topic.name().toString(),
        topic.settings().queues(),
        new TreeSet<>(topic.settings().accepts()),
        topic.settings().permission(),
        topic.madeOnUse(),
        topic.messages());
  }

  /** Returns a queue of a topic. */
  public static QueueJson of(QueueView queue) {
    return new QueueJson(
        queue.queue(), queue.begin(), queue.end(), time(queue.earliest()), time(queue.latest()));
  }

  /** Returns who uses a topic. */
  public static TopicUsersJson of(TopicAdmin.Users users) {
    Map<String, String> consumers = new TreeMap<>();
    users.consumers().forEach((id, group) -> consumers.put(id, group.toString()));
    return new TopicUsersJson(users.producers(), consumers);
  }

  /** Returns a group. */
  public static GroupJson of(GroupView group) {
    return new GroupJson(
        group.name().toString(),
        group.settings().ordered(),
        group.settings().maxAttempts(),
        group.settings().backoff().stream().map(Duration::toMillis).toList(),
        group.madeOnUse(),
        group.members(),
        group.topics(),
        group.lag());
  }

  /** Returns a client of a group. */
  public static MemberJson of(MemberView member) {
    Map<String, String> subscriptions = new TreeMap<>();
    member
        .subscriptions()
        .forEach((topic, expression) -> subscriptions.put(topic.toString(), expression));
    return new MemberJson(
        member.clientId(), member.way(), connection(member.info()), subscriptions);
  }

  private static ConnectionJson connection(ClientInfo info) {
    return new ConnectionJson(
        info.protocol(), info.language(), info.version(), info.address(), time(info.since()));
  }

  /** Returns how a group subscribes to a topic. */
  public static SubscriptionJson of(SubscriptionView subscription) {
    return new SubscriptionJson(
        subscription.topic().toString(),
        subscription.clients(),
        subscription.without(),
        subscription.isContradictory());
  }

  /** Returns how far a group is behind. */
  public static BacklogJson of(Backlog backlog) {
    return new BacklogJson(
        backlog.lag(),
        backlog.inFlight(),
        backlog.ready(),
        backlog.unfinished(),
        millis(backlog.lagTime()),
        millis(backlog.queueTime()));
  }

  /** Returns how far a group is behind in a topic. */
  public static TopicBacklogJson of(TopicBacklog backlog) {
    return new TopicBacklogJson(
        backlog.topic().toString(),
        of(backlog.total()),
        backlog.queues().stream()
            .map(
                queue ->
                    new TopicBacklogJson.Queue(
                        queue.place().queue(),
                        queue.place().begin(),
                        queue.place().end(),
                        queue.place().committed(),
                        queue.place().pulled(),
                        of(queue.backlog()),
                        time(queue.lastCommitted())))
            .toList());
  }

  /** Returns a client. */
  public static ClientJson of(ClientView client) {
    TreeSet<String> topics = new TreeSet<>();
    client.publishes().forEach(topic -> topics.add(topic.toString()));
    return new ClientJson(
        client.clientId(),
        client.owner(),
        connection(client.info()),
        client.sessions(),
        topics,
        new TreeSet<>(client.producerGroups()));
  }

  /** Returns a transaction. */
  public static TransactionJson of(OpenTransaction transaction) {
    return new TransactionJson(
        transaction.id(),
        transaction.topic().toString(),
        transaction.half().id(),
        transaction.clientId(),
        transaction.producerGroup(),
        time(transaction.since()),
        transaction.checks(),
        time(transaction.nextCheck()),
        transaction.isSetAside());
  }

  /** Returns what a reset does. */
  public static ResetPlanJson of(ResetPlan plan, boolean isDryRun) {
    return new ResetPlanJson(
        isDryRun,
        plan.skipped(),
        plan.again(),
        plan.queues().stream()
            .map(
                queue ->
                    new ResetPlanJson.Queue(
                        queue.queue(),
                        queue.before() < 0 ? null : queue.before(),
                        queue.after(),
                        queue.skipped(),
                        queue.again()))
            .toList());
  }

  /** Returns what became of a message that was sent. */
  public static SentJson of(PublishResult result) {
    boolean isStored = result.queue() != PublishResult.NONE;
    return new SentJson(
        result.messageId(),
        isStored ? result.queue() : null,
        isStored ? result.offset() : null,
        result.recallHandle());
  }
}
