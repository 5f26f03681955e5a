package io.openons.tests.sdk;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PropertyValueConst;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.Properties;

/** Every kind of client, for what all of them have to do alike. */
enum ClientKind {
  PRODUCER {
    @Override
    Admin create(Properties properties) {
      return ONSFactory.createProducer(properties);
    }

    @Override
    void use(Admin client) {
      ((Producer) client).send(SdkFixture.message(TOPIC, "x"));
    }
  },
  ORDER_PRODUCER {
    @Override
    Admin create(Properties properties) {
      return ONSFactory.createOrderProducer(properties);
    }

    @Override
    void use(Admin client) {
      ((OrderProducer) client).send(SdkFixture.message(TOPIC, "x"), "key");
    }
  },
  TRANSACTION_PRODUCER {
    @Override
    Admin create(Properties properties) {
      return ONSFactory.createTransactionProducer(
          properties, message -> TransactionStatus.CommitTransaction);
    }

    @Override
    void use(Admin client) {
      ((TransactionProducer) client)
          .send(
              SdkFixture.message(TOPIC, "x"),
              (message, arg) -> TransactionStatus.CommitTransaction,
              null);
    }
  },
  PULL_CONSUMER {
    @Override
    Admin create(Properties properties) {
      return ONSFactory.createPullConsumer(properties);
    }

    @Override
    void use(Admin client) {
      PullConsumer consumer = (PullConsumer) client;
      consumer.assign(consumer.topicPartitions(TOPIC));
      consumer.poll(0);
    }
  },
  CONSUMER {
    @Override
    Admin create(Properties properties) {
      Consumer consumer = ONSFactory.createConsumer(properties);
      consumer.subscribe(TOPIC, "*", (message, context) -> Action.CommitMessage);
      return consumer;
    }
  },
  BROADCASTING_CONSUMER {
    @Override
    Admin create(Properties properties) {
      properties.setProperty(PropertyKeyConst.MessageModel, PropertyValueConst.BROADCASTING);
      return CONSUMER.create(properties);
    }
  },
  BATCH_CONSUMER {
    @Override
    Admin create(Properties properties) {
      BatchConsumer consumer = ONSFactory.createBatchConsumer(properties);
      consumer.subscribe(TOPIC, "*", (messages, context) -> Action.CommitMessage);
      return consumer;
    }
  },
  ORDER_CONSUMER {
    @Override
    Admin create(Properties properties) {
      OrderConsumer consumer = ONSFactory.createOrderedConsumer(properties);
      consumer.subscribe(TOPIC, "*", (message, context) -> OrderAction.Success);
      return consumer;
    }
  };

  private static final String TOPIC = "Kinds";

  /** A client that is not started, with its subscription if it has one. */
  abstract Admin create(Properties properties);

  /** Asks the client for its service; those that call listeners are not asked. */
  void use(Admin client) {}
}
