package io.openons.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.rocketmq.client.apis.ClientConfiguration;
import org.apache.rocketmq.client.apis.ClientException;
import org.apache.rocketmq.client.apis.ClientServiceProvider;
import org.apache.rocketmq.client.apis.consumer.ConsumeResult;
import org.apache.rocketmq.client.apis.consumer.FilterExpression;
import org.apache.rocketmq.client.apis.message.Message;
import org.apache.rocketmq.client.apis.message.MessageBuilder;
import org.apache.rocketmq.client.apis.producer.Producer;
import org.apache.rocketmq.client.apis.producer.ProducerBuilder;
import org.apache.rocketmq.client.apis.producer.Transaction;
import org.apache.rocketmq.client.apis.producer.TransactionResolution;

/**
 * The official RocketMQ 5 client, with its defaults but for TLS, which neither side of the
 * comparison uses.
 */
public final class RocketmqBenchClient implements BenchClient {
  private static final String TAG = "bench";
  private static final int SHARDING_KEYS = 100;

  private final ClientServiceProvider provider = ClientServiceProvider.loadService();

  @Override
  public Sender openSender(String endpoint, String topic, MessageKind kind) throws ClientException {
    ProducerBuilder builder =
        provider
            .newProducerBuilder()
            .setClientConfiguration(configuration(endpoint))
            .setTopics(topic);
    if (kind == MessageKind.TRANSACTION) {
      builder.setTransactionChecker(half -> TransactionResolution.COMMIT);
    }
    return new RocketmqSender(provider, builder.build(), topic, kind);
  }

  @Override
  public Closeable openReceiver(
      String endpoint, String topic, String group, Consumer<ByteBuffer> listener)
      throws ClientException {
    return provider
        .newPushConsumerBuilder()
        .setClientConfiguration(configuration(endpoint))
        .setConsumerGroup(group)
        .setSubscriptionExpressions(Collections.singletonMap(topic, FilterExpression.SUB_ALL))
        .setMessageListener(
            message -> {
              listener.accept(message.getBody());
              return ConsumeResult.SUCCESS;
            })
        .build();
  }

  private static ClientConfiguration configuration(String endpoint) {
    return ClientConfiguration.newBuilder().setEndpoints(endpoint).enableSsl(false).build();
  }

  private record RocketmqSender(
      ClientServiceProvider provider, Producer producer, String topic, MessageKind kind)
      implements Sender {
    @Override
    public void send(byte[] body) throws ClientException {
      if (kind == MessageKind.TRANSACTION) {
        Transaction transaction = producer.beginTransaction();
        producer.send(message(body), transaction);
        transaction.commit();
      } else {
        producer.send(message(body));
      }
    }

    @Override
    public void sendAsync(byte[] body, Consumer<Throwable> done) {
      if (kind == MessageKind.TRANSACTION) {
        throw new UnsupportedOperationException("this kind of messages is sent synchronously");
      }
      producer.sendAsync(message(body)).whenComplete((receipt, failure) -> done.accept(failure));
    }

    @Override
    public void close() throws IOException {
      producer.close();
    }

    private Message message(byte[] body) {
      MessageBuilder message =
          provider.newMessageBuilder().setTopic(topic).setTag(TAG).setBody(body);
      switch (kind) {
        case ORDERED ->
            message.setMessageGroup("key-" + ThreadLocalRandom.current().nextInt(SHARDING_KEYS));
        case DELAYED ->
            message.setDeliveryTimestamp(System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1));
        case NORMAL, TRANSACTION -> {}
      }
      return message.build();
    }
  }
}
