package io.openons.tests.faults;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * What a broker promised by its answers: which messages must be delivered, and which must never be.
 * What it did not answer is open. Safe on any thread.
 */
final class Promises {
  /** A half message whose transaction nobody decided. */
  record Open(String body, String messageId, String transactionId) {}

  private final Map<String, Set<String>> delivered = new ConcurrentHashMap<>();
  private final Set<String> neverDelivered = ConcurrentHashMap.newKeySet();
  private final Queue<Open> open = new ConcurrentLinkedQueue<>();
  private final Semaphore kept = new Semaphore(0);

  /** A message of a topic will be delivered. */
  void willCome(String topic, String body) {
    delivered.computeIfAbsent(topic, absent -> ConcurrentHashMap.newKeySet()).add(body);
    kept.release();
  }

  /** A message will not be delivered. */
  void willNotCome(String body) {
    neverDelivered.add(body);
    kept.release();
  }

  /** A half message is stored. */
  void isOpen(Open transaction) {
    open.add(transaction);
    kept.release();
  }

  /** Counts the promises as they are made, since the last count. */
  Semaphore count() {
    kept.drainPermits();
    return kept;
  }

  /** The messages that must be delivered, by topic. */
  Map<String, Set<String>> toDeliver() {
    return new TreeMap<>(delivered);
  }

  /** The messages that must never be delivered. */
  Set<String> neverToDeliver() {
    return neverDelivered;
  }

  /** The transactions that are open; whoever decides one takes it out. */
  Queue<Open> open() {
    return open;
  }
}
