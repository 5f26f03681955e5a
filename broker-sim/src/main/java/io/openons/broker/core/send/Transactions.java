package io.openons.broker.core.send;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.Json;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Parked;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.session.TransactionChecker;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.view.ConsumeQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * asked often enough; it can be decided at any time, even then.
 *
 * <p>Safe on any thread.
 */
public final class Transactions {
  private static final QueueKey HALF = new QueueKey(KeyKinds.HALF_QUEUES, 0);
  private static final Logger log = LoggerFactory.getLogger(Transactions.class);

  /**
   * What is stored of an open transaction.
   *
   * @param topicId number of the topic
   * @param clientId who sent the half message
   * @param half where its half message is now in the queue of half messages; the transaction is
   *     named by where that was at first
   * @param checks how many times its producers were asked
   * @param nextCheck when they are asked next, milliseconds since 1970
   */
  record Open(int topicId, String clientId, long half, int checks, long nextCheck) {
    Open asked(int times, long next) {
      return new Open(topicId, clientId, half, times, next);
    }

    Open movedTo(long offset) {
      return new Open(topicId, clientId, offset, checks, nextCheck);
    }
  }

  private final Journal journal;
  private final Topics topics;
  private final Clients clients;
  private final InstantSource clock;
  private final TransactionOptions options;
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private TransactionChecker checker = (clientId, topic, transactionId, half) -> false;

  /** Goes on from what the journal holds. */
  public Transactions(
      Journal journal,
      Topics topics,
      Clients clients,
      InstantSource clock,
      TransactionOptions options) {
    this.journal = journal;
    this.topics = topics;
    this.clients = clients;
    this.clock = clock;
    this.options = options;
    journal
        .latest(KeyKinds.TRANSACTION)
        .forEach((name, stored) -> open.put(Long.parseLong(name), Json.read(stored, Open.class)));
  }

  public synchronized void setChecker(TransactionChecker checker) {
    this.checker = checker;
  }

  /**
   * Returns the record that holds a half message until its transaction is decided.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when the immunity is not allowed
   */
  QueueRecord record(Topic topic, Message message, String clientId, Duration immunity) {
    if (immunity != null
        && (immunity.isNegative() || immunity.compareTo(Limits.MAX_CHECK_IMMUNITY) > 0)) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the time without a transaction check is %s; allowed are %s to %s"
              .formatted(immunity, Duration.ZERO, Limits.MAX_CHECK_IMMUNITY));
    }
    return new QueueRecord(
        HALF,
        clock.millis(),
        message.id().hashCode(),
        new int[0],
        new Parked(topic.id(), message).encode(),
        offset ->
            new KeyChange(key(offset), Json.write(opened(topic, clientId, immunity, offset))));
  }

  private Open opened(Topic topic, String clientId, Duration immunity, long offset) {
    Duration first = immunity == null ? options.firstCheck() : immunity;
    return new Open(topic.id(), clientId, offset, 0, clock.millis() + first.toMillis());
  }

  /** Takes over a half message whose record was stored, and returns the id of its transaction. */
  synchronized String stored(
      Topic topic, Message message, String clientId, Duration immunity, long offset) {
    open.put(offset, opened(topic, clientId, immunity, offset));
    return new TransactionId(offset, message.id()).toString();
  }

  /**
   * Decides a transaction. Completes when the decision is stored.
   *
   * @throws BrokerException with {@link Reason#INVALID_TRANSACTION_ID} when there is no such
   *     transaction, or it is decided
   */
  public CompletableFuture<Void> end(Topic topic, String text, boolean commit) {
    TransactionId id = TransactionId.parse(text);
    Topic arrived = null;
    synchronized (this) {
      Open transaction = open.get(id.offset());
      if (transaction == null || transaction.topicId != topic.id()) {
        throw new BrokerException(
            Reason.INVALID_TRANSACTION_ID,
            "transaction %s of topic %s is unknown or already decided"
                .formatted(Texts.shorten(text), topic.name()));
      }
      Message half = half(transaction);
      if (!half.id().equals(id.messageId())) {
        throw new BrokerException(
            Reason.INVALID_TRANSACTION_ID,
            "transaction %s has another message".formatted(Texts.shorten(text)));
      }
      if (commit) {
        KeyChange decided = new KeyChange(key(id.offset()), null);
        journal.append(List.of(topic.record(half, clock.millis(), decided)));
        arrived = topic;
      } else {
        journal.remove(key(id.offset()));
      }
      open.remove(id.offset());
    }
    CompletableFuture<Void> durable = journal.durable();
    if (arrived != null) {
      arrived.arrived();
    }
    return durable;
  }

  private Message half(Open transaction) {
    ConsumeQueue.Entry entry = journal.queue(HALF).entry(transaction.half);
    return Parked.decode(journal.read(HALF, transaction.half, entry)).message();
  }

  /** Moves the half messages of open transactions before a position of the log to its end. */
  public synchronized void carry(long limit) {
    ConsumeQueue queue = journal.queue(HALF);
    open.entrySet().stream()
        .filter(entry -> queue.entry(entry.getValue().half).position() < limit)
        .sorted(Comparator.comparingLong(entry -> entry.getValue().half))
        .forEach(
            entry -> {
              long transaction = entry.getKey();
              Open before = entry.getValue();
              LongFunction<KeyChange> change =
                  offset -> new KeyChange(key(transaction), Json.write(before.movedTo(offset)));
              entry.setValue(before.movedTo(journal.move(HALF, before.half, change)));
            });
  }

  /** Asks the producers of the transactions whose time has come. */
  public void check() {
    List<Runnable> questions = new ArrayList<>();
    synchronized (this) {
      long now = clock.millis();
      for (Map.Entry<Long, Open> entry : open.entrySet()) {
        Open transaction = entry.getValue();
        if (transaction.nextCheck <= now && transaction.checks < options.maxChecks()) {
          entry.setValue(asked(entry.getKey(), transaction, now, questions));
        }
      }
    }
    questions.forEach(Runnable::run);
  }

  private Open asked(long offset, Open transaction, long now, List<Runnable> questions) {
    Topic topic = topics.byId(transaction.topicId);
    List<String> producers = clients.producersOf(topic.name(), transaction.clientId);
    // Nobody to ask costs no check: a producer that comes back later is asked soon.
    int checks = producers.isEmpty() ? transaction.checks : transaction.checks + 1;
    Open asked = transaction.asked(checks, now + options.checkInterval().toMillis());
    if (checks > transaction.checks) {
      journal.put(key(offset), Json.write(asked));
      Message half = half(transaction);
      String id = new TransactionId(offset, half.id()).toString();
      TransactionChecker current = checker;
      questions.add(() -> ask(current, producers, topic, id, half));
      if (checks == options.maxChecks()) {
        log.warn(
            "transaction {} of topic {} is set aside: its producers were asked {} times and did not decide",
            id,
            topic.name(),
            checks);
      }
    }
    return asked;
  }

  private static void ask(
      TransactionChecker checker, List<String> producers, Topic topic, String id, Message half) {
    for (String clientId : producers) {
      if (checker.check(clientId, topic, id, half)) {
        return;
      }
    }
    log.info("no producer of topic {} could be asked for transaction {}", topic.name(), id);
  }

  /** Returns the ids of the transactions that were asked for often enough without being decided. */
  public synchronized List<String> setAside() {
    return open.entrySet().stream()
        .filter(entry -> entry.getValue().checks >= options.maxChecks())
        .map(entry -> new TransactionId(entry.getKey(), half(entry.getValue()).id()).toString())
        .toList();
  }

  private static RecordKey key(long offset) {
    return new RecordKey(KeyKinds.TRANSACTION, String.valueOf(offset));
  }
}
