package io.openons.bench.client;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;

/** Apache's Java client of the remoting protocol, with its defaults. */
public final class RemotingBenchClient implements BenchClient {
  private static final String TAG = "bench";
  private static final int SHARDING_KEYS = 100;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final AtomicInteger CLIENTS = new AtomicInteger();

  @Override
  public Sender openSender(String endpoint, String topic, MessageKind kind)
      throws MQClientException {
    if (kind == MessageKind.TRANSACTION) {
      throw new UnsupportedOperationException("this client is not measured with transactions");
    }
    DefaultMQProducer producer = new DefaultMQProducer("PID-bench");
    configure(producer, endpoint);
    producer.setSendMsgTimeout(TIMEOUT_MILLIS);
    producer.start();
    return new RemotingSender(producer, topic, kind);
  }

  @Override
  public Closeable openReceiver(
      String endpoint, String topic, String group, Consumer<ByteBuffer> listener)
      throws MQClientException {
    DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
    configure(consumer, endpoint);
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.subscribe(topic, "*");
    consumer.registerMessageListener(
        (MessageListenerConcurrently)
            (messages, context) -> {
              messages.forEach(message -> listener.accept(ByteBuffer.wrap(message.getBody())));
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    consumer.start();
    return consumer::shutdown;
  }

  /** Clients of one process share their connections and threads unless they are named apart. */
  private static void configure(ClientConfig client, String endpoint) {
    client.setNamesrvAddr(endpoint);
    client.setInstanceName("bench-" + CLIENTS.incrementAndGet());
    client.setMqClientApiTimeout(TIMEOUT_MILLIS);
  }

  private record RemotingSender(DefaultMQProducer producer, String topic, MessageKind kind)
      implements Sender {
    @Override
    public void send(byte[] body) throws Exception {
      if (kind == MessageKind.ORDERED) {
        producer.send(
            message(body),
            (queues, message, key) -> queues.get((Integer) key % queues.size()),
            ThreadLocalRandom.current().nextInt(SHARDING_KEYS));
      } else {
        producer.send(message(body));
      }
    }

    @Override
    public void sendAsync(byte[] body, Consumer<Throwable> done) {
      try {
        producer.send(
            message(body),
            new SendCallback() {
              @Override
              public void onSuccess(SendResult result) {
                done.accept(null);
              }

              @Override
              public void onException(Throwable failure) {
                done.accept(failure);
              }
            });
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        done.accept(e);
      }
    }

    @Override
    public void close() {
      producer.shutdown();
    }

    private Message message(byte[] body) {
      Message message = new Message(topic, TAG, body);
      if (kind == MessageKind.DELAYED) {
        message.setDelayTimeMs(TimeUnit.HOURS.toMillis(1));
      }
      return message;
    }
  }
}
