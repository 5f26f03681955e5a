package io.openons.client;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactoryAPI;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.ProducerConfig;
import io.openons.client.config.PullConfig;
import io.openons.client.consumer.broadcast.OnsBroadcastConsumer;
import io.openons.client.consumer.pull.OnsPullConsumer;
import io.openons.client.consumer.push.OnsBatchConsumer;
import io.openons.client.consumer.push.OnsConsumer;
import io.openons.client.consumer.push.OnsOrderConsumer;
import io.openons.client.producer.OnsOrderProducer;
import io.openons.client.producer.OnsProducer;
import io.openons.client.producer.OnsTransactionProducer;
import io.openons.client.runtime.ClientRuntime;
import java.util.Properties;

/** Makes clients from properties. */
public class ClientFactory implements ONSFactoryAPI {
  /** A factory. */
  public ClientFactory() {}

  @Override
  public Producer createProducer(Properties properties) {
    return new OnsProducer(
        ProducerConfig.from(ClientKind.PRODUCER, properties), ClientRuntime::shared);
  }

  @Override
  public OrderProducer createOrderProducer(Properties properties) {
    return new OnsOrderProducer(
        ProducerConfig.from(ClientKind.ORDER_PRODUCER, properties), ClientRuntime::shared);
  }

  @Override
  public TransactionProducer createTransactionProducer(
      Properties properties, LocalTransactionChecker checker) {
    return new OnsTransactionProducer(
        ProducerConfig.from(ClientKind.TRANSACTION_PRODUCER, properties),
        ClientRuntime::shared,
        checker);
  }

  @Override
  public Consumer createConsumer(Properties properties) {
    return BroadcastConfig.isMeantBy(properties)
        ? new OnsBroadcastConsumer(BroadcastConfig.from(properties), ClientRuntime::shared)
        : new OnsConsumer(
            ConsumerConfig.from(ClientKind.CONSUMER, properties), ClientRuntime::shared);
  }

  @Override
  public BatchConsumer createBatchConsumer(Properties properties) {
    return new OnsBatchConsumer(
        ConsumerConfig.from(ClientKind.BATCH_CONSUMER, properties), ClientRuntime::shared);
  }

  @Override
  public OrderConsumer createOrderedConsumer(Properties properties) {
    return new OnsOrderConsumer(
        ConsumerConfig.from(ClientKind.ORDER_CONSUMER, properties), ClientRuntime::shared);
  }

  @Override
  public PullConsumer createPullConsumer(Properties properties) {
    return new OnsPullConsumer(PullConfig.from(properties), ClientRuntime::shared);
  }
}
