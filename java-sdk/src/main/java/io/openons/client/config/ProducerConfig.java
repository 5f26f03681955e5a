package io.openons.client.config;

import com.aliyun.openservices.ons.api.Constants;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * What a producer is told.
 *
 * @param sendTimeout bound of a send with all attempts
 * @param maxInFlightMessages bound of asynchronous sends by count
 * @param maxInFlightBytes bound of asynchronous sends by bytes of bodies
 * @param checkImmunity how long no questions are asked about a transaction; empty when the server
 *     decides
 */
public record ProducerConfig(
    ClientConfig client,
    Duration sendTimeout,
    int maxInFlightMessages,
    long maxInFlightBytes,
    Optional<Duration> checkImmunity) {
  /** The commercial client gives ordered sends less time than others. */
  private static final int ORDERED_SEND_TIMEOUT_MILLIS = 3_000;

  /**
   * Reads properties.
   *
   * @throws com.aliyun.openservices.ons.api.exception.ONSClientException when one is unusable
   */
  public static ProducerConfig from(Properties properties) {
    return from(properties, OnsProperties.SEND_TIMEOUT.defaultValue());
  }

  /** The same for a producer of ordered messages, whose send timeout has another default. */
  public static ProducerConfig forOrdered(Properties properties) {
    return from(properties, ORDERED_SEND_TIMEOUT_MILLIS);
  }

  private static ProducerConfig from(Properties properties, int defaultSendTimeout) {
    PropertyReader reader = ClientConfig.reader(properties);
    String group =
        reader
            .find(OnsProperties.GROUP_ID)
            .or(() -> reader.find(OnsProperties.PRODUCER_ID))
            .orElse(Constants.DEFAULT_ONS_PRODUCER_GROUP);
    return new ProducerConfig(
        ClientConfig.from(reader, group),
        Duration.ofMillis(reader.find(OnsProperties.SEND_TIMEOUT).orElse(defaultSendTimeout)),
        reader.get(OnsProperties.MAX_IN_FLIGHT_MESSAGES),
        (long) reader.get(OnsProperties.MAX_IN_FLIGHT_MIB) << 20,
        reader.find(OnsProperties.CHECK_IMMUNITY).map(Duration::ofSeconds));
  }
}
