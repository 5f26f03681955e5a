package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.pull.Pull.Pulled;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.CorruptMessageException;
import io.openons.client.message.MessageDecoder;
import io.openons.client.message.PartitionNames;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.rpc.Await;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The questions of a pull consumer about partitions by name; each waits for its answer. */
final class PartitionCalls {
  private static final Log log = Logs.of(PartitionCalls.class);

  private final ConsumerCore consumer;
  private final ClientCore core;
  private final QueueCalls calls;

  PartitionCalls(ConsumerCore consumer, QueueCalls calls) {
    this.consumer = consumer;
    this.core = consumer.client();
    this.calls = calls;
  }

  /** Returns the partitions of a topic. */
  Set<TopicPartition> of(String topic) {
    return QueueChanges.partitions(await(core.routes().get(topic)));
  }

  /** Returns a partition as the wire has it. */
  MessageQueue queue(TopicPartition partition) {
    if (partition == null || partition.getTopic() == null) {
      throw new ONSClientException(
          "a partition or its topic is null", null, ErrorCode.INVALID_ARGUMENT);
    }
    List<MessageQueue> queues = await(core.routes().get(partition.getTopic())).readable();
    return queues.stream()
        .filter(queue -> PartitionNames.of(queue).equals(partition))
        .findFirst()
        .orElseThrow(
            () ->
                new ONSClientException(
                    partition
                        + " does not exist; topic "
                        + partition.getTopic()
                        + " has "
                        + queues.stream().map(PartitionNames::of).toList(),
                    null,
                    ErrorCode.INVALID_ARGUMENT));
  }

  long offsetAt(TopicPartition partition, long millis) {
    return await(calls.at(queue(partition), millis));
  }

  OptionalLong committed(TopicPartition partition) {
    return await(calls.committed(queue(partition)));
  }

  /** Sets the group's offset. */
  void commit(TopicPartition partition, long offset) {
    if (offset < 0) {
      throw new ONSClientException(
          partition + ": " + offset + " is not an offset; give 0 or more",
          null,
          ErrorCode.ILLEGAL_OFFSET);
    }
    await(calls.commit(queue(partition), offset));
  }

  OffsetLimits limits(TopicPartition partition) {
    MessageQueue queue = queue(partition);
    return await(calls.beginning(queue).thenCombine(calls.end(queue), OffsetLimits::new));
  }

  /** Reads once. */
  Fetched fetch(
      TopicPartition partition, FilterExpression filter, long offset, int max, Duration timeout) {
    MessageQueue queue = queue(partition);
    long deadline = System.nanoTime() + nanos(timeout);
    long next = offset;
    while (true) {
      long asked = System.nanoTime();
      Duration left = Duration.ofNanos(Math.max(0, deadline - asked));
      Duration most = core.serverSettings().longPolling();
      Duration polling = left.compareTo(most) < 0 ? left : most;
      Pulled pulled = await(calls.pull(queue, next, filter, max, polling).answer(), polling);
      next = pulled.nextOffset();
      boolean held = System.nanoTime() - asked >= polling.toNanos() / 2;
      if (!pulled.messages().isEmpty() || !held || polling.equals(left)) {
        return new Fetched(decoded(pulled.messages()), next);
      }
    }
  }

  private static List<Message> decoded(List<ReceivedMessage> received) {
    List<Message> messages = new ArrayList<>(received.size());
    for (ReceivedMessage message : received) {
      try {
        messages.add(MessageDecoder.decode(message));
      } catch (CorruptMessageException corrupt) {
        log.error("{} arrived damaged and is left out", message, corrupt);
      }
    }
    return messages;
  }

  /** Saturated, so that a caller may ask for "for ever" by a large number. */
  static long nanos(Duration limit) {
    return limit.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : limit.toNanos();
  }

  /** Waits for an answer as long as a request may take. */
  <T> T await(CompletableFuture<T> answer) {
    return await(answer, Duration.ZERO);
  }

  private <T> T await(CompletableFuture<T> answer, Duration polling) {
    return Await.get(
        answer,
        polling.plus(consumer.requestTimeout()).plusSeconds(1),
        () ->
            new ONSClientException(
                "the server did not answer in time; check the server, or raise"
                    + " ons.requestTimeoutMillis",
                null,
                ErrorCode.NO_ANSWER_IN_TIME));
  }
}
