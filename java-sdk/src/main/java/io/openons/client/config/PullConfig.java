package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.time.Duration;
import java.util.Properties;

/**
 * What a pull consumer is told.
 *
 * @param autoCommit whether offsets are committed without being asked
 * @param autoCommitInterval how often
 * @param pollTimeout how long a poll with a negative timeout waits
 * @param batch how many messages one poll returns at most
 * @param maxCachedBytes bound of read messages by bytes of bodies, for each queue
 * @param maxCachedBytesInAll the same for all queues together: a quarter of the heap
 */
public record PullConfig(
    ClientConfig client,
    boolean autoCommit,
    Duration autoCommitInterval,
    Duration pollTimeout,
    int batch,
    long maxCachedBytes,
    long maxCachedBytesInAll) {
  /**
   * Reads properties.
   *
   * @throws ONSClientException when one is unusable
   */
  public static PullConfig from(Properties properties) {
    PropertyReader reader = new PropertyReader(properties, ClientKind.PULL_CONSUMER);
    String group = ConsumerConfig.group(reader);
    long maxCachedBytes = HeapShare.cachedBytes(reader);
    return new PullConfig(
        ClientConfig.from(reader, group),
        reader.get(OnsProperties.AUTO_COMMIT),
        Duration.ofMillis(reader.get(OnsProperties.AUTO_COMMIT_INTERVAL)),
        Duration.ofMillis(reader.get(OnsProperties.POLL_TIMEOUT)),
        reader.get(OnsProperties.PULL_BATCH),
        maxCachedBytes,
        HeapShare.of(Runtime.getRuntime().maxMemory()));
  }
}
