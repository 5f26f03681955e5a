package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What a consumer is told.
 *
 * @param threads how many threads call listeners
 * @param maxReconsumeTimes redeliveries before a dead letter; empty when the server decides
 * @param consumeTimeout bound of one listener call
 * @param maxCachedMessages bound of received messages by count
 * @param maxCachedBytes bound of received messages by bytes of bodies; at most a quarter of the
 *     heap
 * @param shutdownTimeout how long a shutdown waits for running listeners
 * @param suspend the pause before an ordered message is shown again
 * @param batchSize how many messages a batch has at most
 * @param batchWait how long a batch that is not full waits for more
 */
public record ConsumerConfig(
    ClientConfig client,
    int threads,
    OptionalInt maxReconsumeTimes,
    Duration consumeTimeout,
    int maxCachedMessages,
    long maxCachedBytes,
    Duration shutdownTimeout,
    Duration suspend,
    int batchSize,
    Duration batchWait) {

  /**
   * Reads properties.
   *
   * @throws ONSClientException when one is unusable
   */
  public static ConsumerConfig from(ClientKind kind, Properties properties) {
    PropertyReader reader = new PropertyReader(properties, kind);
    if (isBroadcasting(reader)) {
      throw new ONSClientException(
          "MessageModel=BROADCASTING is only for consumers that createConsumer makes; use CLUSTERING",
          null,
          ErrorCode.FEATURE_NOT_SUPPORTED);
    }
    return from(reader);
  }

  static boolean isBroadcasting(PropertyReader reader) {
    return reader.get(OnsProperties.MESSAGE_MODEL) == MessageModel.BROADCASTING;
  }

  static ConsumerConfig from(PropertyReader reader) {
    long maxCachedBytes = HeapShare.cachedBytes(reader);
    int maxReconsumeTimes = reader.get(OnsProperties.MAX_RECONSUME_TIMES);
    return new ConsumerConfig(
        ClientConfig.from(reader, group(reader)),
        reader.get(OnsProperties.CONSUME_THREADS),
        maxReconsumeTimes < 0 ? OptionalInt.empty() : OptionalInt.of(maxReconsumeTimes),
        Duration.ofMinutes(reader.get(OnsProperties.CONSUME_TIMEOUT)),
        reader.get(OnsProperties.MAX_CACHED_MESSAGES),
        maxCachedBytes,
        Duration.ofMillis(reader.get(OnsProperties.SHUTDOWN_TIMEOUT)),
        Duration.ofMillis(reader.get(OnsProperties.SUSPEND_TIME)),
        reader.get(OnsProperties.BATCH_SIZE),
        Duration.ofSeconds(reader.get(OnsProperties.BATCH_WAIT)));
  }

  /** The group, which every consumer needs. */
  static String group(PropertyReader reader) {
    return reader
        .find(OnsProperties.GROUP_ID)
        .map(String::strip)
        .orElseThrow(
            () ->
                new ONSClientException(
                    "property GROUP_ID is missing: set it to the consumer's group",
                    null,
                    ErrorCode.INVALID_PROPERTY));
  }
}
