package io.openons.broker.core;

import io.openons.broker.core.admin.BrokerAdmin;
import io.openons.broker.core.admin.ClientAdmin;
import io.openons.broker.core.admin.DeadLetterAdmin;
import io.openons.broker.core.admin.GroupAdmin;
import io.openons.broker.core.admin.MessageAdmin;
import io.openons.broker.core.admin.OffsetAdmin;
import io.openons.broker.core.admin.TopicAdmin;
import io.openons.broker.core.admin.Traffic;
import io.openons.broker.core.admin.TransactionAdmin;
import io.openons.broker.core.api.Bounds;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.WaitingCalls;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.group.DeadLetters;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.group.QueueProgress;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.member.Members;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.member.QueueLocks;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.core.read.FoundMessage;
import io.openons.broker.core.read.MessageFinder;
import io.openons.broker.core.read.QueueReader;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.core.send.DelayedMessages;
import io.openons.broker.core.send.Publisher;
import io.openons.broker.core.send.TraceBudget;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.send.Transactions;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.view.ConsumeQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The broker's rules behind one face: what every protocol's translator calls.
 *
 * <p>Safe on any thread. A refusal is a {@link BrokerException}, thrown at once. A future is
 * completed by whatever thread has the answer, which must not be blocked.
 */
public final class Broker implements AutoCloseable {
  private final Topics topics;
  private final Groups groups;
  private final Clients clients;
  private final Consumptions consumptions;
  private final Members members = new Members();
  private final QueueLocks queueLocks;
  private final Redelivery redelivery;
  private final Leases leases;
  private final DelayedMessages delayed;
  private final Transactions transactions;
  private final Publisher publisher;
  private final TraceBudget traceBudget;
  private final QueueReader reader;
  private final Housekeeping housekeeping;
  private final Administration administration;
  private final Journal journal;
  private final BrokerListener listener;
  private final Traffic published = new Traffic();
  private final Traffic delivered = new Traffic();
  private final StartPosition startOfNewGroups;

  /**
   * Settings of a broker.
   *
   * @param autoCreateTopics whether a topic or a group is made when it is first named
   * @param queuesOfNewTopics queues of a topic that is made on first use
   * @param startOfNewGroups where a group begins in a topic that it was never seen to consume
   * @param transactions when producers are asked for their transactions
   * @param bounds how much clients may cause to be kept
   */
  public record Options(
      boolean autoCreateTopics,
      int queuesOfNewTopics,
      StartPosition startOfNewGroups,
      TransactionOptions transactions,
      Bounds bounds) {
    /** Makes options with {@link Bounds#DEFAULT}. */
    public Options(
        boolean autoCreateTopics,
        int queuesOfNewTopics,
        StartPosition startOfNewGroups,
        TransactionOptions transactions) {
      this(autoCreateTopics, queuesOfNewTopics, startOfNewGroups, transactions, Bounds.DEFAULT);
    }
  }

  private Broker(
      Journal journal,
      Options options,
      InstantSource clock,
      Scheduler scheduler,
      BrokerListener listener,
      Duration interval) {
    this.listener = listener;
    this.journal = journal;
    this.startOfNewGroups = options.startOfNewGroups();
    Bounds bounds = options.bounds();
    this.topics =
        new Topics(
            journal,
            options.autoCreateTopics(),
            options.queuesOfNewTopics(),
            bounds.topicsMadeOnUse(),
            scheduler::elapsed);
    this.groups =
        new Groups(
            journal, options.autoCreateTopics(), bounds.groupsMadeOnUse(), scheduler::elapsed);
    this.clients = new Clients(scheduler::elapsed, this::release);
    this.queueLocks = new QueueLocks(scheduler::elapsed);
    DeadLetters deadLetters = new DeadLetters(journal, topics, clock, listener);
    WaitingCalls waiting = new WaitingCalls("at this broker", bounds.waitingCalls());
    this.consumptions =
        new Consumptions(
            new Consumption.Environment(
                journal,
                clients,
                deadLetters,
                clock,
                scheduler,
                options.startOfNewGroups(),
                waiting,
                bounds.waitingOfGroup(),
                new AtomicLong(),
                bounds.unfinished(),
                Consumption.Environment.firstSerial(clock.millis())),
            topics,
            groups,
            bounds.subscriptions());
    consumptions.restore(journal);
    this.leases = new Leases(topics, groups, clients, members, consumptions, clock, listener);
    this.delayed = new DelayedMessages(journal, topics, clock, scheduler);
    this.transactions =
        new Transactions(
            journal, topics, clients, clock, scheduler, options.transactions(), bounds);
    this.publisher = new Publisher(journal, topics, delayed, transactions, clock);
    this.traceBudget = new TraceBudget(scheduler::elapsed);
    this.redelivery = new Redelivery(journal, topics, deadLetters, publisher, clock);
    this.reader = new QueueReader(scheduler, waiting);
    this.housekeeping = housekeeping(scheduler, interval);
    MessageFinder finder = new MessageFinder(journal);
    this.administration =
        new Administration(
            new BrokerAdmin(journal, topics, groups, published, delivered, clock),
            new TopicAdmin(topics, consumptions, clients, members),
            new GroupAdmin(topics, groups, consumptions, clients, members, clock),
            new ClientAdmin(clients),
            new MessageAdmin(topics, finder),
            new OffsetAdmin(topics, groups, consumptions, members),
            new DeadLetterAdmin(journal, topics, groups, finder, clock),
            new TransactionAdmin(transactions));
    journal.setCarrier(this::carry);
  }

  /**
   * Opens a broker that goes on from what the journal holds. It answers, but acts by itself only
   * after {@link #lead()}. The journal stays the caller's to close.
   *
   * @param listener observes what happens
   */
  public static Broker open(
      Journal journal,
      Options options,
      InstantSource clock,
      Scheduler scheduler,
      BrokerListener listener) {
    return new Broker(journal, options, clock, scheduler, listener, Limits.HOUSEKEEPING_INTERVAL);
  }

  /** For tests that let months pass: housekeeping in an interval of their own. */
  static Broker open(
      Journal journal,
      Options options,
      InstantSource clock,
      Scheduler scheduler,
      Duration housekeeping) {
    return new Broker(journal, options, clock, scheduler, BrokerListener.NONE, housekeeping);
  }

  private Housekeeping housekeeping(Scheduler scheduler, Duration interval) {
    return new Housekeeping(
        scheduler,
        interval,
        List.of(
            new Housekeeping.Chore("counting messages", once(this::tick)),
            new Housekeeping.Chore("measuring the disk", once(journal::measureDisk)),
            new Housekeeping.Chore("looking for clients that are gone", clients::sweep),
            new Housekeeping.Chore("delivering what is late", once(delayed::catchUp)),
            new Housekeeping.Chore("asking for transactions", transactions::check),
            new Housekeeping.Chore("storing progress", consumptions::save),
            new Housekeeping.Chore("finishing deletions", once(this::finishDeletions)),
            new Housekeeping.Chore("dropping unused topics", topics::dropUnused),
            new Housekeeping.Chore("dropping unused groups", groups::dropUnused)));
  }

  private static Housekeeping.Work once(Runnable work) {
    return () -> {
      work.run();
      return false;
    };
  }

  private void tick() {
    published.tick();
    delivered.tick();
  }

  /** Progress is gone before its group and topic are, or a start would miss these. */
  private void finishDeletions() {
    if (topics.areBeingDeleted() || groups.areBeingDeleted()) {
      transactions.dropOrphans();
      consumptions.removeEnded();
      topics.finishDeletions();
      groups.finishDeletions();
    }
  }

  /** Begins to act: delayed messages become due, leases end, progress is saved. Called once. */
  public void lead() {
    delayed.start();
    housekeeping.start();
  }

  /** Returns the operators' side. */
  public Administration administration() {
    return administration;
  }

  /** Keeps what still counts from being deleted with the oldest part of the log. */
  private void carry(long limit) {
    delayed.carry(limit);
    transactions.carry(limit);
  }

  private void release(String clientId) {
    consumptions.release(clientId);
  }

  /** Returns which clients live; translators tell it of every sign of life. */
  public Clients clients() {
    return clients;
  }

  /**
   * Returns a topic, which is made when the broker makes topics on first use.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC} or {@link Reason#TOPIC_NOT_FOUND}
   */
  public Topic topic(ResourceName name) {
    return topics.use(name);
  }

  /** Returns where a group begins in a topic that it was never seen to consume. */
  public StartPosition startOfNewGroups() {
    return startOfNewGroups;
  }

  /** Returns the members of groups that share out their queues among themselves. */
  public Members members() {
    return members;
  }

  /** Returns which member of a group handles a queue in order. */
  public QueueLocks queueLocks() {
    return queueLocks;
  }

  /**
   * Returns the topic with the messages that a group gets once more. The group is made when there
   * is none, and so is the topic.
   *
   * @throws BrokerException when the group cannot be used
   */
  public Topic redeliveries(ResourceName group) {
    return topics.redeliveries(groups.use(group).name());
  }

  /**
   * Returns a consumer group, which is made when there is none.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public Group group(ResourceName name) {
    return groups.use(name);
  }

  /** Changes the settings of a group as its clients wish. */
  public void adapt(Group group, GroupSettings wanted) {
    groups.adapt(group, wanted);
  }

  /**
   * Stores messages of one topic; the results are in the order of the messages, each message has
   * its own. Messages that break a rule are refused in their result, and the others are stored.
   *
   * @throws BrokerException when there is no message or the topic cannot be used
   */
  public CompletableFuture<List<PublishResult>> publish(
      ResourceName name, String clientId, List<Submission> messages) {
    try {
      return store(name, clientId, messages).thenApply(results -> told(name, results));
    } catch (BrokerException refusal) {
      listener.refused(refusal.reason());
      throw refusal;
    }
  }

  /**
   * Stores what a client notes about the ways of messages, in the topic {@link
   * ResourceName#TRACES}. Beyond a bound it is dropped, and accepted all the same.
   *
   * @return what became of the messages, as {@link #publish}
   */
  public CompletableFuture<List<PublishResult>> trace(String clientId, List<Submission> messages) {
    long bytes = 0;
    for (Submission submission : messages) {
      bytes += submission.message().body().remaining();
    }
    Topic traces = topics.traces();
    if (traceBudget.take(bytes)) {
      return publisher.publish(traces, clientId, messages);
    }
    return CompletableFuture.completedFuture(
        messages.stream()
            .map(dropped -> PublishResult.stored(dropped.message().id(), PublishResult.NONE, 0))
            .toList());
  }

  private CompletableFuture<List<PublishResult>> store(
      ResourceName name, String clientId, List<Submission> messages) {
    if (messages.isEmpty()) {
      throw new BrokerException(Reason.ILLEGAL_BATCH, "the request has no message");
    }
    Topic topic = topics.use(name);
    if (!topic.settings().permission().isWritable()) {
      throw new BrokerException(
          Reason.FORBIDDEN,
          "topic %s has the permission %s and cannot be sent to"
              .formatted(name, topic.settings().permission()));
    }
    if (messages.stream()
        .anyMatch(submission -> submission.message().kind() == MessageKind.TRANSACTION)) {
      String known = clients.seen(clientId);
      clients.transacts(known, topic.name());
      return publisher.publish(topic, known, messages);
    }
    return publisher.publish(topic, clientId, messages);
  }

  private List<PublishResult> told(ResourceName topic, List<PublishResult> results) {
    for (PublishResult result : results) {
      if (result.refusal() == null) {
        published.add(1);
        listener.published(topic);
      } else {
        listener.refused(result.refusal().reason());
      }
    }
    return results;
  }

  /**
   * Decides a transaction: its message is delivered, or never. Valid at any time after the half
   * message was stored.
   *
   * @return completes when the decision is stored
   * @throws BrokerException with {@link Reason#INVALID_TRANSACTION_ID}
   */
  public CompletableFuture<Void> endTransaction(
      ResourceName topic, String transactionId, boolean commit) {
    return transactions.end(topics.find(topic), transactionId, commit);
  }

  /**
   * Decides a transaction whose topic the caller does not name, as the other.
   *
   * @param owner the caller's user; null for any, as without access control
   */
  public CompletableFuture<Void> endTransaction(
      TransactionId transaction, String owner, boolean commit) {
    return transactions.end(transaction, owner, commit);
  }

  /**
   * Keeps a delayed message from being delivered.
   *
   * @return the message's id, when that is stored
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when it is delivered already, or is not
   *     there
   */
  public CompletableFuture<String> recall(ResourceName topic, String recallHandle) {
    return delayed.recall(topics.find(topic), recallHandle);
  }

  /**
   * Tells that a group consumes a topic, which fixes where a new group begins.
   *
   * @throws BrokerException when the topic or the group cannot be used
   */
  public void subscribe(ResourceName group, ResourceName topic) {
    subscribe(group, topic, startOfNewGroups);
  }

  /**
   * Tells that a group consumes a topic, as the other.
   *
   * @param start where the group begins, if it is new
   */
  public void subscribe(ResourceName group, ResourceName topic, StartPosition start) {
    Topic known = topics.use(topic);
    consumptions.use(groups.use(group), known).begin(start);
  }

  /**
   * Takes a client into a group whose members share out the queues among themselves, or what it
   * says about itself now. The topics exist, and those for redeliveries of the group are made.
   *
   * @throws BrokerException with {@link Reason#GROUP_IN_USE} when clients that live take messages
   *     of these topics under leases; when the group or a topic cannot be used
   */
  public void join(ResourceName name, Membership membership) {
    Group group = groups.use(name);
    if (membership.sharesQueues()) {
      for (ResourceName topicName : membership.wants().keySet()) {
        Topic topic =
            topicName.isRedeliveries() ? redeliveries(topicName.group()) : topics.use(topicName);
        Consumption consumption = consumptions.use(group, topic);
        requireNoTakers(consumption, name, topicName);
        if (membership.start() != null) {
          consumption.begin(membership.start());
        }
      }
    }
    members.join(name, membership);
  }

  /**
   * Stores a message once more, for a group that could not consume it: for delivery after a time,
   * or as a dead letter when the group got it often enough.
   *
   * @param position where its record is, as {@link io.openons.broker.core.message.StoredMessage}
   *     has it
   * @param delay how long it waits; null for what the settings of the group say
   * @param mostDeliveries how many deliveries it may have had before it is a dead letter; null for
   *     what the settings of the group say
   * @return completes when it is stored
   * @throws BrokerException when there is no such message, or no longer, or the group cannot be
   *     used
   */
  public CompletableFuture<Void> redeliver(
      ResourceName group, long position, Duration delay, Integer mostDeliveries, String clientId) {
    FoundMessage found =
        administration
            .messages()
            .at(position)
            .orElseThrow(
                () ->
                    new BrokerException(
                        Reason.BAD_REQUEST,
                        "there is no message at position %d, or no longer".formatted(position)));
    return redelivery.again(
        groups.use(group),
        topics.find(found.topic()),
        found.stored().message(),
        delay,
        mostDeliveries,
        clientId);
  }

  /**
   * Stores a message that a member of a group made of one that it could not consume, as the other.
   *
   * @param copy with the deliveries that it had, and where it comes from
   */
  public CompletableFuture<Void> redeliver(
      ResourceName group, Message copy, Integer mostDeliveries, String clientId) {
    return redelivery.store(groups.use(group), copy, mostDeliveries, clientId);
  }

  /**
   * Takes messages of a topic under a lease. Cancelling the future ends the waiting.
   *
   * @throws BrokerException when the request breaks a rule, with {@link Reason#GROUP_IN_USE} while
   *     members share out the queues of the group
   */
  public CompletableFuture<List<Delivery>> take(TakeRequest request) {
    return counted(leases.take(request));
  }

  /**
   * Takes messages as {@link #take}, for clients that do not know of redeliveries: before new ones
   * they get those that members who shared out the queues could not consume, of whatever topic.
   */
  public CompletableFuture<List<Delivery>> takeWithRedeliveries(TakeRequest request) {
    return counted(leases.takeWithRedeliveries(request));
  }

  private CompletableFuture<List<Delivery>> counted(CompletableFuture<List<Delivery>> taken) {
    taken.thenAccept(deliveries -> delivered.add(deliveries.size()));
    return taken;
  }

  /**
   * Returns deliveries of a group that could not be handed to their consumer: others get them at
   * once, and the attempt does not count.
   */
  public void giveBack(List<Delivery> deliveries) {
    leases.giveBack(deliveries);
  }

  /**
   * Checks the name of a group.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public void checkGroup(ResourceName group) {
    groups.find(group);
  }

  /**
   * Checks the names of a consumer's group and topic.
   *
   * @throws BrokerException when one of them is not allowed, or the topic does not exist
   */
  public void checkConsumer(ResourceName group, ResourceName topic) {
    groups.find(group);
    topics.find(topic);
  }

  /**
   * Acknowledges a delivery: the group has consumed the message.
   *
   * @throws BrokerException with {@link Reason#INVALID_RECEIPT_HANDLE}, naming what is wrong with
   *     it
   */
  public void acknowledge(ResourceName group, ResourceName topic, String receiptHandle) {
    leases.acknowledge(group, topic, receiptHandle);
    listener.acknowledged(topic, group);
  }

  /**
   * Sets the lease of a delivery to end after a time from now; zero gives the message back at once.
   * Returns the new handle; the old one is void. A delivery that is suspended does not count as an
   * attempt.
   *
   * @throws BrokerException with {@link Reason#INVALID_RECEIPT_HANDLE} or {@link
   *     Reason#ILLEGAL_LEASE}
   */
  public String changeLease(
      ResourceName group,
      ResourceName topic,
      String receiptHandle,
      Duration lease,
      boolean suspend) {
    return leases.change(group, topic, receiptHandle, lease, suspend);
  }

  /**
   * A delivery could not be consumed: the message comes again after the back-off of its group, or
   * is a dead letter when it was delivered often enough.
   *
   * @param mostAttempts deliveries after which it is one; null for what the settings of the group
   *     say
   * @throws BrokerException with {@link Reason#INVALID_RECEIPT_HANDLE}
   */
  public void fail(
      ResourceName group, ResourceName topic, String receiptHandle, Integer mostAttempts) {
    leases.fail(group, topic, receiptHandle, mostAttempts);
  }

  /**
   * Makes a delivery a dead letter of its group.
   *
   * @throws BrokerException with {@link Reason#INVALID_RECEIPT_HANDLE}
   */
  public void bury(ResourceName group, ResourceName topic, String receiptHandle) {
    leases.bury(group, topic, receiptHandle);
  }

  /**
   * Reads a queue at an offset. Cancelling the future ends the waiting.
   *
   * @throws BrokerException when the request breaks a rule
   */
  public CompletableFuture<ReadResult> read(ReadRequest request) {
    Topic topic = topics.find(request.topic());
    Group group = request.group() == null ? null : groups.use(request.group());
    checkQueue(topic, request.queue());
    Leases.checkReadable(topic);
    CompletableFuture<ReadResult> read = reader.read(topic, request);
    read.thenAccept(result -> delivered.add(result.messages().size()));
    Consumption consumption = consumptions.find(group, topic);
    if (consumption != null) {
      read.thenAccept(result -> consumption.pulled(request.queue(), result.nextOffset()));
    }
    return read;
  }

  /** Returns the offset that the next message of a queue gets. */
  public long endOffset(ResourceName topicName, int queue) {
    return queue(topicName, queue).queue(queue).size();
  }

  /** Returns the offset of the oldest message of a queue; its end when it is empty. */
  public long beginOffset(ResourceName topicName, int queue) {
    return queue(topicName, queue).queue(queue).begin();
  }

  /**
   * Returns when the oldest message of a queue was stored, milliseconds since 1970; -1 when it is
   * empty.
   */
  public long earliestTime(ResourceName topicName, int queue) {
    ConsumeQueue entries = queue(topicName, queue).queue(queue);
    long begin = entries.begin();
    return begin == entries.size() ? -1 : entries.entry(begin).time();
  }

  /** Returns where the record of a message is in the log. */
  public long position(ResourceName topicName, int queue, long offset) {
    return queue(topicName, queue).queue(queue).entry(offset).position();
  }

  /** Returns the offset of the first message of a queue that was stored at or after a time. */
  public long offsetAt(ResourceName topicName, int queue, long storeTime) {
    return queue(topicName, queue).queue(queue).firstOffsetAt(storeTime);
  }

  private Topic queue(ResourceName topicName, int queue) {
    Topic topic = topics.find(topicName);
    checkQueue(topic, queue);
    return topic;
  }

  /**
   * Returns the offset of a queue below which a group has consumed everything.
   *
   * @throws BrokerException with {@link Reason#OFFSET_NOT_FOUND} when the group has not begun the
   *     queue
   */
  public long committedOffset(ResourceName group, ResourceName topicName, int queue) {
    Topic topic = queue(topicName, queue);
    Consumption progress = consumptions.find(groups.find(group), topic);
    long committed = progress == null ? QueueProgress.NOT_BEGUN : progress.committed(queue);
    if (committed == QueueProgress.NOT_BEGUN) {
      throw new BrokerException(
          Reason.OFFSET_NOT_FOUND,
          "group %s has no offset in queue %d of topic %s".formatted(group, queue, topicName));
    }
    return committed;
  }

  /**
   * Sets the offset of a queue below which a group has consumed everything; what lies after it is
   * delivered, again if it was delivered before.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_OFFSET} when it is outside of the queue
   */
  public void commitOffset(ResourceName group, ResourceName topicName, int queue, long offset) {
    Topic topic = queue(topicName, queue);
    Group known = groups.use(group);
    members.requireNoneSharing(known.name());
    QueueReader.checkOffset(topic, queue, offset);
    consumptions.use(known, topic).commit(queue, offset);
  }

  /**
   * Sets the offset of a queue as {@link #commitOffset}, to the nearest one that the queue has.
   *
   * @throws BrokerException with {@link Reason#GROUP_IN_USE} when clients that live take messages
   *     of the topic under leases
   */
  public void moveOffset(ResourceName group, ResourceName topicName, int queue, long offset) {
    Topic topic = queue(topicName, queue);
    Consumption consumption = consumptions.use(groups.use(group), topic);
    requireNoTakers(consumption, group, topicName);
    long nearest =
        Math.max(topic.queue(queue).begin(), Math.min(topic.queue(queue).size(), offset));
    if (consumption.committed(queue) != nearest) {
      consumption.commit(queue, nearest);
    }
  }

  private static void requireNoTakers(
      Consumption consumption, ResourceName group, ResourceName topic) {
    List<String> takers = consumption.liveTakers();
    if (!takers.isEmpty()) {
      throw Members.inUse(group, "take messages of topic %s under leases".formatted(topic), takers);
    }
  }

  private static void checkQueue(Topic topic, int queue) {
    if (queue < 0 || queue >= topic.queues()) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "topic %s has the queues 0 to %d, not %d"
              .formatted(topic.name(), topic.queues() - 1, queue));
    }
  }

  /** Stores the progress of all groups; after that nothing more is accepted. */
  @Override
  public void close() {
    housekeeping.close();
    delayed.close();
    consumptions.saveAll();
  }
}
