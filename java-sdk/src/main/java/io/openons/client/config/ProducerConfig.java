package io.openons.client.config;

import com.aliyun.openservices.ons.api.Constants;
import java.time.Duration;
import java.util.Properties;

/**
 * What a producer is told.
 *
 * @param sendTimeout bound of a send with all attempts
 * @param maxInFlightMessages bound of asynchronous sends by count
 * @param maxInFlightBytes bound of asynchronous sends by bytes of bodies
 */
public record ProducerConfig(
    ClientConfig client, Duration sendTimeout, int maxInFlightMessages, long maxInFlightBytes) {

  /**
   * Reads properties.
   *
   * @throws com.aliyun.openservices.ons.api.exception.ONSClientException when one is unusable
   */
  public static ProducerConfig from(Properties properties) {
    PropertyReader reader = ClientConfig.reader(properties);
    String group =
        reader
            .find(OnsProperties.GROUP_ID)
            .or(() -> reader.find(OnsProperties.PRODUCER_ID))
            .orElse(Constants.DEFAULT_ONS_PRODUCER_GROUP);
    return new ProducerConfig(
        ClientConfig.from(reader, group),
        Duration.ofMillis(reader.get(OnsProperties.SEND_TIMEOUT)),
        reader.get(OnsProperties.MAX_IN_FLIGHT_MESSAGES),
        (long) reader.get(OnsProperties.MAX_IN_FLIGHT_MIB) << 20);
  }
}
