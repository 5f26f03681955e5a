package io.openons.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What one consumer group must receive, and what it did. Compares ids and SHA-256 digests, so an
 * order that arrives with other bytes counts as lost. Thread-safe.
 */
final class Ledger {
  private static final int PRECISION_IN_DIGITS = 3;

  private final String group;
  private final Map<String, String> expected;
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Map<String, LongAdder> perConsumer = new ConcurrentHashMap<>();
  private final Set<String> strangers = ConcurrentHashMap.newKeySet();
  private final LongAdder duplicates = new LongAdder();
  private final Histogram latencyMicros = new ConcurrentHistogram(PRECISION_IN_DIGITS);
  private final CountDownLatch outstanding;

  Ledger(String group, Collection<Order> orders) {
    this.group = group;
    this.expected =
        orders.stream().collect(Collectors.toMap(Order::id, order -> digest(order.json())));
    this.outstanding = new CountDownLatch(expected.size());
  }

  /** Notes that a consumer of the group was handed an order, {@code latency} after it was sent. */
  void received(String consumer, String id, byte[] body, Duration latency) {
    if (!digest(body).equals(expected.get(id))) {
      strangers.add(id);
    } else if (received.add(id)) {
      perConsumer.computeIfAbsent(consumer, name -> new LongAdder()).increment();
      latencyMicros.recordValue(TimeUnit.NANOSECONDS.toMicros(latency.toNanos()));
      outstanding.countDown();
    } else {
      duplicates.increment();
    }
  }

  /** Waits until every expected order has arrived; false when the time is up. */
  boolean await(Duration timeout) throws InterruptedException {
    return outstanding.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  String group() {
    return group;
  }

  int expected() {
    return expected.size();
  }

  int received() {
    return received.size();
  }

  long receivedBy(String consumer) {
    LongAdder count = perConsumer.get(consumer);
    return count == null ? 0 : count.sum();
  }

  long duplicates() {
    return duplicates.sum();
  }

  /** Ids that did not arrive, in order. */
  List<String> missing() {
    return expected.keySet().stream().filter(id -> !received.contains(id)).sorted().toList();
  }

  /** Ids that nobody sent to this group, or whose content was not what was sent. */
  List<String> strangers() {
    return strangers.stream().sorted().toList();
  }

  /** The latency, in milliseconds, that this share of the orders did not exceed. */
  double latencyMillis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1_000.0;
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
