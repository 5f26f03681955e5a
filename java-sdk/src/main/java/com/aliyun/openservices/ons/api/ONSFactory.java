package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.Clients;
import java.util.Properties;

/**
 * Makes clients. Each needs properties with string values, at least {@link
 * PropertyKeyConst#NAMESRV_ADDR}, {@link PropertyKeyConst#AccessKey} and {@link
 * PropertyKeyConst#SecretKey}; all keys, defaults and ranges are in {@link
 * io.openons.client.config.OnsProperties}.
 *
 * <p>Making a client is cheap and opens no connection; {@link Admin#start()} does. The properties
 * are read once, here.
 */
public class ONSFactory {
  /** All methods are static. */
  public ONSFactory() {}

  /**
   * A producer for normal and delayed messages.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static Producer createProducer(Properties properties) {
    return Clients.producer(properties);
  }

  /**
   * A consumer that is called with messages. Needs {@link PropertyKeyConst#GROUP_ID} too.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static Consumer createConsumer(Properties properties) {
    return Clients.consumer(properties);
  }

  /**
   * A consumer that reads the queues it is told to. Needs {@link PropertyKeyConst#GROUP_ID} too.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static PullConsumer createPullConsumer(Properties properties) {
    return Clients.pullConsumer(properties);
  }
}
