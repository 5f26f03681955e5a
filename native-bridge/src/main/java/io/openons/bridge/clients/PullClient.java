package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Context;
import io.openons.bridge.callbacks.Events;
import io.openons.bridge.frames.FrameSource;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Polled;
import io.openons.bridge.frames.Refusals;
import io.openons.bridge.frames.Texts;
import io.openons.client.config.PullConfig;
import io.openons.client.consumer.pull.Fetched;
import io.openons.client.consumer.pull.OffsetLimits;
import io.openons.client.consumer.pull.OnsPullConsumer;
import io.openons.client.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A pull consumer. */
public final class PullClient extends BridgeClient {
  private static final int MOST_FETCHED = 1_024;

  private final OnsPullConsumer consumer;
  private final Map<String, Context> watchers = new ConcurrentHashMap<>();
  private final Map<String, byte[]> changes = new ConcurrentHashMap<>();

  public PullClient(Properties properties, Callbacks callbacks) {
    super("a pull consumer", callbacks);
    this.consumer = new OnsPullConsumer(PullConfig.from(properties), ClientRuntime::shared);
  }

  @Override
  Admin admin() {
    return consumer;
  }

  @Override
  public PullClient pull() {
    return this;
  }

  public byte[] partitions(String topic) {
    return names(consumer.topicPartitions(topic));
  }

  private static byte[] names(Set<TopicPartition> partitions) {
    return Texts.lines(partitions.stream().map(TopicPartition::getPartition).toList());
  }

  public void assign(List<TopicPartition> partitions) {
    consumer.assign(partitions);
  }

  public synchronized void watch(String topic, Context watcher) {
    Events events = watcher == null ? events() : null;
    consumer.registerTopicPartitionChangedListener(
        topic,
        partitions -> {
          if (watcher == null) {
            addChange(events, topic, names(partitions));
          } else {
            tell(watcher, topic, names(partitions));
          }
        });
    Context before = watcher == null ? watchers.remove(topic) : watchers.put(topic, watcher);
    if (before != null) {
      before.end();
    }
  }

  /** One event a topic, with the names as they are when it is polled. */
  private void addChange(Events events, String topic, byte[] names) {
    if (changes.put(topic, names) == null) {
      events.add(
          () -> List.of(FrameSource.of(FrameWriter.partitions(topic, changes.remove(topic)))));
    }
  }

  private void tell(Context watcher, String topic, byte[] names) {
    if (watcher.enter()) {
      try {
        callbacks().partitionsChanged(watcher.number(), Texts.bytes(topic), names);
      } finally {
        watcher.exit();
      }
    }
  }

  @Override
  synchronized void closed() {
    watchers.values().forEach(Context::end);
    watchers.clear();
  }

  public byte[] poll(int timeoutMillis, int capacity) {
    Polled polled = new Polled(Integer.MAX_VALUE, capacity);
    consumer.poll(timeoutMillis, message -> polled.add(FrameWriter.received(0, message)));
    return polled.result(0);
  }

  public byte[] fetch(
      TopicPartition partition,
      String expression,
      long offset,
      int max,
      int timeoutMillis,
      int capacity) {
    if (max < 1 || max > MOST_FETCHED) {
      throw Refusals.argument(max + " messages cannot be fetched; give 1 to " + MOST_FETCHED);
    }
    Fetched fetched =
        consumer.fetch(partition, expression, offset, max, Duration.ofMillis(timeoutMillis));
    Polled polled = new Polled(max, capacity);
    for (Message message : fetched.messages()) {
      if (!polled.add(FrameWriter.received(0, message))) {
        return polled.result(message.getOffset());
      }
    }
    return polled.result(fetched.nextOffset());
  }

  public void seek(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
  }

  public void seekToBeginning(TopicPartition partition) {
    consumer.seekToBeginning(partition);
  }

  public void seekToEnd(TopicPartition partition) {
    consumer.seekToEnd(partition);
  }

  public void pause(List<TopicPartition> partitions) {
    consumer.pause(partitions);
  }

  public void resume(List<TopicPartition> partitions) {
    consumer.resume(partitions);
  }

  public long offsetForTime(TopicPartition partition, long atMillis) {
    return consumer.offsetForTimestamp(partition, atMillis);
  }

  public long committed(TopicPartition partition) {
    Long offset = consumer.committed(partition);
    return offset == null ? -1 : offset;
  }

  public void commit() {
    consumer.commitSync();
  }

  public void commit(TopicPartition partition, long offset) {
    consumer.commit(partition, offset);
  }

  public long[] offsetLimits(TopicPartition partition) {
    OffsetLimits limits = consumer.offsetLimits(partition);
    return new long[] {limits.first(), limits.end()};
  }

  public static List<TopicPartition> partitions(byte[] packed) {
    List<TopicPartition> partitions = new ArrayList<>();
    Texts.eachPair(
        packed, "partitions", (topic, name) -> partitions.add(new TopicPartition(topic, name)));
    return partitions;
  }
}
