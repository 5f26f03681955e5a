package io.openons.broker.core.send;

import io.openons.broker.core.api.Bounds;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.Json;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Parked;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.core.session.ClientSession;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.view.ConsumeQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds half messages until their transaction is decided.
 *
 * <p>A half message is stored in a queue of its own together with a key that says that it is open.
 * Committing stores it in its topic and removes the key by one record; rolling back removes the
 * key. What stays open is asked of its producers again and again, and set aside when they were
 * asked often enough; it can be decided at any time, even then, unless it had to make room for
 * others.
 *
 * <p>The times between questions are those that pass; the clock counts only between a stop and the
 * next start.
 *
 * <p>Safe on any thread.
 */
public final class Transactions {
  /** Transactions that are asked for in one go: about a millisecond. */
  private static final int QUESTIONS = 32;

  /** Half messages that retention moves before others get the lock. */
  private static final int CARRIED_AT_ONCE = 64;

  private static final QueueKey HALF = new QueueKey(KeyKinds.HALF_QUEUES, 0);
  private static final Logger log = LoggerFactory.getLogger(Transactions.class);

  /**
   * What is stored of an open transaction.
   *
   * @param topicId number of the topic
   * @param clientId the sender of the half message
   * @param producerGroup the sender's group of producers; null for none
   * @param owner the sender's user; null without access control
   * @param half where its half message is now in the queue of half messages; the transaction is
   *     named by where that was at first
   * @param checks how many times its producers were asked
   * @param nextCheck when they are asked next, milliseconds since 1970
   */
  record Open(
      int topicId,
      String clientId,
      String producerGroup,
      String owner,
      long half,
      int checks,
      long nextCheck) {
    Open asked(int times, long next) {
      return new Open(topicId, clientId, producerGroup, owner, half, times, next);
    }

    Open movedTo(long offset) {
      return new Open(topicId, clientId, producerGroup, owner, offset, checks, nextCheck);
    }
  }

  /**
   * A question that is to be asked, if the transaction is still as it was when this was planned.
   *
   * @param due the time that passes at which it is due
   */
  private record Question(long due, long transaction, int checks) {}

  private final Journal journal;
  private final Topics topics;
  private final Clients clients;
  private final InstantSource clock;
  private final TransactionOptions options;
  private final Bounds bounds;
  private final Scheduler scheduler;
  private final NavigableMap<Long, Open> open = new TreeMap<>();
  private final Map<String, Integer> openOf = new HashMap<>();
  private final Set<Long> setAside = new LinkedHashSet<>();
  private final PriorityQueue<Question> questions =
      new PriorityQueue<>(Comparator.comparingLong(Question::due));

  /** Goes on from what the journal holds. */
  public Transactions(
      Journal journal,
      Topics topics,
      Clients clients,
      InstantSource clock,
      Scheduler scheduler,
      TransactionOptions options,
      Bounds bounds) {
    this.journal = journal;
    this.topics = topics;
    this.clients = clients;
    this.clock = clock;
    this.scheduler = scheduler;
    this.options = options;
    this.bounds = bounds;
    journal.latest(KeyKinds.TRANSACTION).entrySet().stream()
        .map(stored -> Map.entry(Long.parseLong(stored.getKey()), stored.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(stored -> restore(stored.getKey(), Json.read(stored.getValue(), Open.class)));
  }

  private void restore(long id, Open transaction) {
    long longest =
        Math.max(Limits.MAX_CHECK_IMMUNITY.toMillis(), options.checkInterval().toMillis());
    // The clock may have been set back since.
    add(id, transaction, Math.min(longest, transaction.nextCheck - clock.millis()));
  }

  private void add(long id, Open transaction, long wait) {
    open.put(id, transaction);
    openOf.merge(transaction.clientId, 1, Integer::sum);
    plan(id, transaction, wait);
  }

  private void plan(long id, Open transaction, long wait) {
    if (transaction.checks < options.maxChecks()) {
      questions.add(new Question(scheduler.elapsed() + wait, id, transaction.checks));
    } else {
      setAside.add(id);
    }
  }

  private void remove(long id) {
    Open removed = open.remove(id);
    setAside.remove(id);
    openOf.computeIfPresent(removed.clientId, (client, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Returns the record that holds a half message until its transaction is decided.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when the immunity is not allowed, with
   *     {@link Reason#TOO_MANY_REQUESTS} when too many transactions are open
   */
  synchronized QueueRecord record(Topic topic, Submission submission, String clientId) {
    Message message = submission.message();
    Duration immunity = submission.checkImmunity();
    if (immunity != null
        && (immunity.isNegative() || immunity.compareTo(Limits.MAX_CHECK_IMMUNITY) > 0)) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the time without a transaction check is %s; allowed are %s to %s"
              .formatted(immunity, Duration.ZERO, Limits.MAX_CHECK_IMMUNITY));
    }
    makeRoom(clientId);
    return new QueueRecord(
        HALF,
        clock.millis(),
        message.id().hashCode(),
        new int[0],
        new Parked(topic.id(), submission.queue(), message).encode(),
        offset ->
            new KeyChange(key(offset), Json.write(opened(topic, submission, clientId, offset))));
  }

  private void makeRoom(String clientId) {
    checkOpen(
        "client " + Texts.shorten(clientId),
        openOf.getOrDefault(clientId, 0),
        bounds.openTransactionsOfClient());
    if (open.size() >= bounds.openTransactions() && !setAside.isEmpty()) {
      long oldest = setAside.iterator().next();
      log.warn(
          "transaction {} was set aside, and is rolled back: {} are open, and {} may be",
          new TransactionId(oldest, half(open.get(oldest)).message().id()),
          open.size(),
          bounds.openTransactions());
      journal.remove(key(oldest));
      remove(oldest);
    }
    checkOpen("the broker", open.size(), bounds.openTransactions());
  }

  private static void checkOpen(String who, int count, int max) {
    if (count >= max) {
      throw new BrokerException(
          Reason.TOO_MANY_REQUESTS,
          "%s has %d open transactions, and may have %d; commit or roll back some first"
              .formatted(who, count, max));
    }
  }

  private Open opened(Topic topic, Submission submission, String clientId, long offset) {
    return new Open(
        topic.id(),
        clientId,
        submission.producerGroup(),
        submission.owner(),
        offset,
        0,
        clock.millis() + firstCheck(submission).toMillis());
  }

  private Duration firstCheck(Submission submission) {
    return submission.checkImmunity() == null ? options.firstCheck() : submission.checkImmunity();
  }

  /** Takes over a half message whose record was stored, and returns the id of its transaction. */
  synchronized String stored(Topic topic, Submission submission, String clientId, long offset) {
    Open opened = opened(topic, submission, clientId, offset);
    add(offset, opened, firstCheck(submission).toMillis());
    return new TransactionId(offset, submission.message().id()).toString();
  }

  /**
   * Decides a transaction. Completes when the decision is stored.
   *
   * @throws BrokerException with {@link Reason#INVALID_TRANSACTION_ID} when there is no such
   *     transaction, or it is decided
   */
  public CompletableFuture<Void> end(Topic topic, String text, boolean commit) {
    TransactionId id = TransactionId.parse(text);
    synchronized (this) {
      Open transaction = open.get(id.offset());
      if (transaction == null || transaction.topicId != topic.id()) {
        throw unknown(id);
      }
    }
    return end(id, null, commit);
  }

  /**
   * Decides a transaction whose topic the caller does not name; else as the other.
   *
   * @param owner the caller's user; null for any
   */
  public CompletableFuture<Void> end(TransactionId id, String owner, boolean commit) {
    Topic arrived = null;
    synchronized (this) {
      Open transaction = open.get(id.offset());
      if (transaction == null
          || owner != null && transaction.owner != null && !owner.equals(transaction.owner)) {
        throw unknown(id);
      }
      Parked parked = half(transaction);
      Message half = parked.message();
      if (!half.id().equals(id.messageId())) {
        throw new BrokerException(
            Reason.INVALID_TRANSACTION_ID,
            "transaction %s has another message".formatted(Texts.shorten(id.toString())));
      }
      if (commit) {
        Topic topic = topics.byId(transaction.topicId);
        if (topic == null) {
          throw unknown(id);
        }
        KeyChange decided = new KeyChange(key(id.offset()), null);
        journal.append(List.of(topic.record(half, parked.queue(), clock.millis(), decided)));
        arrived = topic;
      } else {
        journal.remove(key(id.offset()));
      }
      remove(id.offset());
    }
    CompletableFuture<Void> durable = journal.durable();
    if (arrived != null) {
      arrived.arrived();
    }
    return durable;
  }

  private static BrokerException unknown(TransactionId id) {
    return new BrokerException(
        Reason.INVALID_TRANSACTION_ID,
        "transaction %s is unknown or already decided".formatted(Texts.shorten(id.toString())));
  }

  private Parked half(Open transaction) {
    ConsumeQueue.Entry entry = journal.queue(HALF).entry(transaction.half);
    return Parked.decode(journal.read(HALF, transaction.half, entry));
  }

  /** Moves the half messages of open transactions before a position of the log to its end. */
  public void carry(long limit) {
    List<Long> before;
    synchronized (this) {
      ConsumeQueue queue = journal.queue(HALF);
      before =
          open.entrySet().stream()
              .filter(entry -> queue.entry(entry.getValue().half).position() < limit)
              .sorted(Comparator.comparingLong(entry -> entry.getValue().half))
              .map(Map.Entry::getKey)
              .toList();
    }
    for (int i = 0; i < before.size(); i += CARRIED_AT_ONCE) {
      carry(before.subList(i, Math.min(before.size(), i + CARRIED_AT_ONCE)));
    }
  }

  private synchronized void carry(List<Long> transactions) {
    for (long transaction : transactions) {
      Open before = open.get(transaction);
      if (before != null) {
        LongFunction<KeyChange> change =
            offset -> new KeyChange(key(transaction), Json.write(before.movedTo(offset)));
        open.put(transaction, before.movedTo(journal.move(HALF, before.half, change)));
      }
    }
  }

  /**
   * Asks the producers of transactions whose time has come. Returns whether there may be more, for
   * another call.
   */
  public boolean check() {
    List<Runnable> asked = new ArrayList<>();
    boolean more;
    synchronized (this) {
      for (int count = 0; count < QUESTIONS && isDue(); count++) {
        Question question = questions.remove();
        Open transaction = open.get(question.transaction);
        if (transaction != null && transaction.checks == question.checks) {
          try {
            ask(question.transaction, transaction, asked);
          } catch (RuntimeException e) {
            // It is asked for again; the others go on.
            plan(question.transaction, transaction, options.checkInterval().toMillis());
            log.error("transaction {} cannot be asked about now", question.transaction, e);
          }
        }
      }
      more = isDue();
    }
    asked.forEach(Runnable::run);
    return more;
  }

  private boolean isDue() {
    return !questions.isEmpty() && questions.peek().due <= scheduler.elapsed();
  }

  private void ask(long offset, Open transaction, List<Runnable> asked) {
    Topic topic = topics.byId(transaction.topicId);
    if (topic == null) {
      // Its topic was deleted, and so will it be.
      return;
    }
    List<ClientSession> producers =
        clients.producersOf(
            topic.name(), transaction.clientId, transaction.producerGroup, transaction.owner);
    // Nobody to ask costs no check: a producer that comes back later is asked soon.
    int checks = producers.isEmpty() ? transaction.checks : transaction.checks + 1;
    long wait = options.checkInterval().toMillis();
    Open next = transaction.asked(checks, clock.millis() + wait);
    if (checks > transaction.checks) {
      journal.put(key(offset), Json.write(next));
      Message half = half(transaction).message();
      String id = new TransactionId(offset, half.id()).toString();
      asked.add(() -> ask(producers, topic, id, transaction.producerGroup, half));
      if (checks == options.maxChecks()) {
        log.warn(
            "transaction {} of topic {} is set aside: its producers were asked {} times and did not decide",
            id,
            topic.name(),
            checks);
      }
    }
    open.put(offset, next);
    plan(offset, next, wait);
  }

  private static void ask(
      List<ClientSession> producers, Topic topic, String id, String producerGroup, Message half) {
    for (ClientSession producer : producers) {
      if (producer.check(topic, id, producerGroup, half)) {
        return;
      }
    }
    log.info("no producer of topic {} could be asked about transaction {}", topic.name(), id);
  }

  /** Rolls back the transactions whose topics were deleted. */
  public synchronized void dropOrphans() {
    List<Long> orphans =
        open.entrySet().stream()
            .filter(entry -> topics.byId(entry.getValue().topicId) == null)
            .map(Map.Entry::getKey)
            .toList();
    for (long orphan : orphans) {
      journal.remove(key(orphan));
      remove(orphan);
    }
  }

  /**
   * Returns a page of the transactions that are not decided, the oldest first.
   *
   * @param onlySetAside whether to leave out those whose producers are still asked
   * @throws BrokerException when the cursor is not of this list
   */
  public Page<OpenTransaction> list(PageRequest request, boolean onlySetAside) {
    long after = request.number(-1);
    Map<Long, Open> some = new LinkedHashMap<>();
    Long last = null;
    boolean more = false;
    synchronized (this) {
      for (Map.Entry<Long, Open> entry : open.tailMap(after, false).entrySet()) {
        if (!onlySetAside || setAside.contains(entry.getKey())) {
          if (some.size() == request.limit()) {
            more = true;
            break;
          }
          some.put(entry.getKey(), entry.getValue());
          last = entry.getKey();
        }
      }
    }
    List<OpenTransaction> views = new ArrayList<>();
    some.forEach(
        (id, transaction) -> {
          try {
            views.add(view(id, transaction));
          } catch (RecordDeletedException decidedMeanwhile) {
            // It is no longer of this list.
          }
        });
    return new Page<>(views, more ? String.valueOf(last) : null);
  }

  private OpenTransaction view(long id, Open transaction) {
    ConsumeQueue.Entry entry = journal.queue(HALF).entry(transaction.half);
    Message half = Parked.decode(journal.read(HALF, transaction.half, entry)).message();
    Topic topic = topics.byId(transaction.topicId);
    boolean isSetAside = transaction.checks >= options.maxChecks();
    return new OpenTransaction(
        new TransactionId(id, half.id()).toString(),
        topic == null ? null : topic.name(),
        half,
        transaction.clientId,
        transaction.producerGroup,
        Instant.ofEpochMilli(entry.time()),
        transaction.checks,
        isSetAside ? null : Instant.ofEpochMilli(transaction.nextCheck));
  }

  private static RecordKey key(long offset) {
    return new RecordKey(KeyKinds.TRANSACTION, String.valueOf(offset));
  }
}
