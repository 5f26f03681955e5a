package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import java.util.Properties;

/** What {@link ONSFactory} hands its calls to; the methods are described there. */
public interface ONSFactoryAPI {
  /** See {@link ONSFactory#createProducer}. */
  Producer createProducer(Properties properties);

  /** See {@link ONSFactory#createConsumer}. */
  Consumer createConsumer(Properties properties);

  /** See {@link ONSFactory#createBatchConsumer}. */
  BatchConsumer createBatchConsumer(Properties properties);

  /** See {@link ONSFactory#createOrderProducer}. */
  OrderProducer createOrderProducer(Properties properties);

  /** See {@link ONSFactory#createOrderedConsumer}. */
  OrderConsumer createOrderedConsumer(Properties properties);

  /** See {@link ONSFactory#createTransactionProducer}. */
  TransactionProducer createTransactionProducer(
      Properties properties, LocalTransactionChecker checker);

  /** See {@link ONSFactory#createPullConsumer}. */
  PullConsumer createPullConsumer(Properties properties);
}
