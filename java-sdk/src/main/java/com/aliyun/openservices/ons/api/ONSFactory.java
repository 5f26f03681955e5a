package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import io.openons.client.ClientFactory;
import java.util.List;
import java.util.Properties;

/**
 * Makes clients. Each needs properties with string values, at least {@link
 * PropertyKeyConst#NAMESRV_ADDR}, {@link PropertyKeyConst#AccessKey} and {@link
 * PropertyKeyConst#SecretKey}; all keys, defaults and ranges are in {@link
 * io.openons.client.config.OnsProperties}.
 *
 * <p>Making a client is cheap and opens no connection; {@link Admin#start()} does. The properties
 * are read once, here.
 *
 * <p>When the class path has an {@link ONSFactoryAPI} under one of the names that the commercial
 * client looks for, that one makes the clients; otherwise ours does.
 */
public class ONSFactory {
  /** In this order; what the two published lines look for. */
  static final List<String> OTHERS =
      List.of(
          "com.aliyun.openservices.ons.api.impl.ONSFactoryNotifyAndMetaQImpl",
          "com.aliyun.openservices.ons.api.impl.ONSFactoryImpl",
          "com.aliyun.openservices.ons.client.ONSFactoryImpl");

  private static final ONSFactoryAPI factory =
      find(OTHERS, ONSFactory.class.getClassLoader(), new ClientFactory());

  /** All methods are static. */
  public ONSFactory() {}

  static ONSFactoryAPI find(List<String> names, ClassLoader loader, ONSFactoryAPI otherwise) {
    for (String name : names) {
      try {
        return (ONSFactoryAPI)
            Class.forName(name, true, loader).getDeclaredConstructor().newInstance();
      } catch (ClassNotFoundException absent) {
        continue;
      } catch (ReflectiveOperationException | ClassCastException unusable) {
        throw new ONSClientException(
            name
                + " is on the class path but is not an ONSFactoryAPI that can be made; remove its jar,"
                + " or give it a public constructor without arguments",
            unusable,
            ErrorCode.INVALID_ARGUMENT);
      }
    }
    return otherwise;
  }

  /**
   * A producer for normal and delayed messages.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static Producer createProducer(Properties properties) {
    return factory.createProducer(properties);
  }

  /**
   * A producer for ordered messages.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static OrderProducer createOrderProducer(Properties properties) {
    return factory.createOrderProducer(properties);
  }

  /**
   * A producer for messages that belong to local transactions.
   *
   * @param checker is asked about transactions whose outcome did not reach the server; with null,
   *     which a warning mentions, they are left to other producers of the group
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static TransactionProducer createTransactionProducer(
      Properties properties, LocalTransactionChecker checker) {
    return factory.createTransactionProducer(properties, checker);
  }

  /**
   * A consumer that is called with messages. Needs {@link PropertyKeyConst#GROUP_ID} too.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static Consumer createConsumer(Properties properties) {
    return factory.createConsumer(properties);
  }

  /**
   * A consumer that is called with many messages at a time. Needs {@link PropertyKeyConst#GROUP_ID}
   * too.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static BatchConsumer createBatchConsumer(Properties properties) {
    return factory.createBatchConsumer(properties);
  }

  /**
   * A consumer that is called with messages in order. Needs {@link PropertyKeyConst#GROUP_ID} too.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static OrderConsumer createOrderedConsumer(Properties properties) {
    return factory.createOrderedConsumer(properties);
  }

  /**
   * A consumer that reads the queues it is told to. Needs {@link PropertyKeyConst#GROUP_ID} too.
   *
   * @throws ONSClientException when a property is missing or unusable; the text names it
   */
  public static PullConsumer createPullConsumer(Properties properties) {
    return factory.createPullConsumer(properties);
  }
}
