package io.openons.client.config;

import com.aliyun.openservices.ons.api.Constants;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * What a producer is told.
 *
 * @param sendTimeout bound of a send with all attempts
 * @param sendAttempts how often a message is sent at most
 * @param maxInFlightMessages bound of asynchronous sends by count
 * @param maxInFlightBytes bound of asynchronous sends by bytes of bodies
 * @param checkImmunity how long no questions are asked about a transaction; empty when the server
 *     decides
 */
public record ProducerConfig(
    ClientConfig client,
    Duration sendTimeout,
    int sendAttempts,
    int maxInFlightMessages,
    long maxInFlightBytes,
    Optional<Duration> checkImmunity) {
  /**
   * Reads properties.
   *
   * @throws com.aliyun.openservices.ons.api.exception.ONSClientException when one is unusable
   */
  public static ProducerConfig from(ClientKind kind, Properties properties) {
    PropertyReader reader = new PropertyReader(properties, kind);
    String group = reader.find(OnsProperties.GROUP_ID).orElse(Constants.DEFAULT_ONS_PRODUCER_GROUP);
    return new ProducerConfig(
        ClientConfig.from(reader, group),
        Duration.ofMillis(reader.get(OnsProperties.SEND_TIMEOUT)),
        reader.get(OnsProperties.SEND_ATTEMPTS),
        reader.get(OnsProperties.MAX_IN_FLIGHT_MESSAGES),
        (long) reader.get(OnsProperties.MAX_IN_FLIGHT_MIB) << 20,
        reader.find(OnsProperties.CHECK_IMMUNITY).map(Duration::ofSeconds));
  }
}
