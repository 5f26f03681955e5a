package io.openons.bench.client;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Our SDK through its public surface, with its defaults. */
public final class OnsBenchClient implements BenchClient {
  private static final String TAG = "bench";
  private static final int SHARDING_KEYS = 100;
  private static final String SENDER = "GID_bench_sender";

  @Override
  public Sender openSender(String endpoint, String topic, MessageKind kind) {
    Properties properties = properties(endpoint, SENDER);
    return switch (kind) {
      case NORMAL -> plain(ONSFactory.createProducer(properties), topic, 0);
      case DELAYED ->
          plain(ONSFactory.createProducer(properties), topic, TimeUnit.HOURS.toMillis(1));
      case ORDERED -> ordered(ONSFactory.createOrderProducer(properties), topic);
      case TRANSACTION ->
          transactional(
              ONSFactory.createTransactionProducer(
                  properties, message -> TransactionStatus.CommitTransaction),
              topic);
    };
  }

  private static Sender plain(Producer producer, String topic, long delayMillis) {
    producer.start();
    return new PlainSender(producer, topic, delayMillis);
  }

  private static Sender ordered(OrderProducer producer, String topic) {
    producer.start();
    return new SyncSender(
        body ->
            producer.send(
                new Message(topic, TAG, body),
                "key-" + ThreadLocalRandom.current().nextInt(SHARDING_KEYS)),
        producer::shutdown);
  }

  private static Sender transactional(TransactionProducer producer, String topic) {
    producer.start();
    return new SyncSender(
        body ->
            producer.send(
                new Message(topic, TAG, body),
                (message, argument) -> TransactionStatus.CommitTransaction,
                null),
        producer::shutdown);
  }

  @Override
  public Closeable openReceiver(
      String endpoint, String topic, String group, Consumer<ByteBuffer> listener) {
    var consumer = ONSFactory.createConsumer(properties(endpoint, group));
    consumer.subscribe(
        topic,
        "*",
        (message, context) -> {
          listener.accept(ByteBuffer.wrap(message.getBody()));
          return Action.CommitMessage;
        });
    consumer.start();
    return consumer::shutdown;
  }

  private static Properties properties(String endpoint, String group) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, endpoint);
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    properties.setProperty(PropertyKeyConst.AccessKey, "bench");
    properties.setProperty(PropertyKeyConst.SecretKey, "bench");
    return properties;
  }

  private record PlainSender(Producer producer, String topic, long delayMillis) implements Sender {
    @Override
    public void send(byte[] body) {
      producer.send(message(body));
    }

    @Override
    public void sendAsync(byte[] body, Consumer<Throwable> done) {
      producer.sendAsync(
          message(body),
          new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
              done.accept(null);
            }

            @Override
            public void onException(OnExceptionContext context) {
              done.accept(context.getException());
            }
          });
    }

    private Message message(byte[] body) {
      Message message = new Message(topic, TAG, body);
      if (delayMillis > 0) {
        message.setStartDeliverTime(System.currentTimeMillis() + delayMillis);
      }
      return message;
    }

    @Override
    public void close() {
      producer.shutdown();
    }
  }

  /** Of kinds that the surface sends only so. */
  private record SyncSender(Consumer<byte[]> producer, Runnable shutdown) implements Sender {
    @Override
    public void send(byte[] body) {
      producer.accept(body);
    }

    @Override
    public void sendAsync(byte[] body, Consumer<Throwable> done) {
      throw new UnsupportedOperationException("this kind of messages is sent synchronously");
    }

    @Override
    public void close() {
      shutdown.run();
    }
  }
}
