package io.openons.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.function.Consumer;
import org.apache.rocketmq.client.apis.ClientConfiguration;
import org.apache.rocketmq.client.apis.ClientException;
import org.apache.rocketmq.client.apis.ClientServiceProvider;
import org.apache.rocketmq.client.apis.consumer.ConsumeResult;
import org.apache.rocketmq.client.apis.consumer.FilterExpression;
import org.apache.rocketmq.client.apis.message.Message;
import org.apache.rocketmq.client.apis.producer.Producer;

/**
 * The official RocketMQ 5 client, with its defaults but for TLS, which neither side of the
 * comparison uses.
 */
public final class RocketmqBenchClient implements BenchClient {
  private static final String TAG = "bench";

  private final ClientServiceProvider provider = ClientServiceProvider.loadService();

  @Override
  public Sender openSender(String endpoint, String topic) throws ClientException {
    Producer producer =
        provider
            .newProducerBuilder()
            .setClientConfiguration(configuration(endpoint))
            .setTopics(topic)
            .build();
    return new RocketmqSender(provider, producer, topic);
  }

  @Override
  public Closeable openReceiver(String endpoint, String topic, String group, Runnable listener)
      throws ClientException {
    return provider
        .newPushConsumerBuilder()
        .setClientConfiguration(configuration(endpoint))
        .setConsumerGroup(group)
        .setSubscriptionExpressions(Collections.singletonMap(topic, FilterExpression.SUB_ALL))
        .setMessageListener(
            message -> {
              listener.run();
              return ConsumeResult.SUCCESS;
            })
        .build();
  }

  private static ClientConfiguration configuration(String endpoint) {
    return ClientConfiguration.newBuilder().setEndpoints(endpoint).enableSsl(false).build();
  }

  private record RocketmqSender(ClientServiceProvider provider, Producer producer, String topic)
      implements Sender {
    @Override
    public void send(byte[] body) throws ClientException {
      producer.send(message(body));
    }

    @Override
    public void sendAsync(byte[] body, Consumer<Throwable> done) {
      producer.sendAsync(message(body)).whenComplete((receipt, failure) -> done.accept(failure));
    }

    @Override
    public void close() throws IOException {
      producer.close();
    }

    private Message message(byte[] body) {
      return provider.newMessageBuilder().setTopic(topic).setTag(TAG).setBody(body).build();
    }
  }
}
