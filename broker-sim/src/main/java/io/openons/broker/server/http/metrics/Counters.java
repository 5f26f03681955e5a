package io.openons.broker.server.http.metrics;

import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a broker does. Adding is a few nanoseconds; all else is done when somebody reads the
 * metrics. Thread-safe.
 */
public final class Counters implements BrokerListener {
  /** Instead of the names that are beyond the bound. */
  static final ResourceName OTHERS = new ResourceName("", "_others");

  private final int mostNames;
  private final Map<ResourceName, LongAdder> published = new ConcurrentHashMap<>();
  private final Map<Consumption, Consumed> consumed = new ConcurrentHashMap<>();
  private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);
  private final Latencies sends = new Latencies();
  private final Latencies waits = new Latencies();
  private final Latencies flushes = new Latencies();
  private final LongAdder flushedBytes = new LongAdder();

  /**
   * A group in a topic.
   *
   * @param topic the topic
   * @param group the group
   */
  record Consumption(ResourceName topic, ResourceName group) {
    static final Consumption REST = new Consumption(OTHERS, OTHERS);
  }

  /** What a group did in a topic. */
  static final class Consumed {
    final LongAdder delivered = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder buried = new LongAdder();
  }

  /**
   * Makes counters that are 0.
   *
   * @param mostNames topics, and groups in topics, that are counted one by one; the rest together
   */
  public Counters(int mostNames) {
    this.mostNames = mostNames;
    for (Reason reason : Reason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  @Override
  public void published(ResourceName topic) {
    LongAdder known = published.get(topic);
    if (known == null) {
      ResourceName name = published.size() < mostNames ? topic : OTHERS;
      known = published.computeIfAbsent(name, absent -> new LongAdder());
    }
    known.increment();
  }

  private Consumed of(ResourceName topic, ResourceName group) {
    Consumption key = new Consumption(topic, group);
    Consumed known = consumed.get(key);
    if (known == null) {
      Consumption name = consumed.size() < mostNames ? key : Consumption.REST;
      known = consumed.computeIfAbsent(name, absent -> new Consumed());
    }
    return known;
  }

  @Override
  public void delivered(ResourceName topic, ResourceName group, int messages) {
    of(topic, group).delivered.add(messages);
  }

  @Override
  public void waited(long millis) {
    waits.add(millis * 1_000_000);
  }

  @Override
  public void acknowledged(ResourceName topic, ResourceName group) {
    of(topic, group).acknowledged.increment();
  }

  @Override
  public void buried(ResourceName topic, ResourceName group) {
    of(topic, group).buried.increment();
  }

  @Override
  public void refused(Reason reason) {
    refused.get(reason).increment();
  }

  /** A request to send was answered, in a time in nanoseconds. */
  public void sent(long nanos) {
    sends.add(nanos);
  }

  /** A part of the log was made durable. */
  public void flushed(long bytes, Duration took) {
    flushedBytes.add(bytes);
    flushes.add(took.toNanos());
  }

  Map<ResourceName, LongAdder> published() {
    return published;
  }

  Map<Consumption, Consumed> consumed() {
    return consumed;
  }

  Map<Reason, LongAdder> refused() {
    return refused;
  }

  Latencies sends() {
    return sends;
  }

  Latencies waits() {
    return waits;
  }

  Latencies flushes() {
    return flushes;
  }

  LongAdder flushedBytes() {
    return flushedBytes;
  }
}
