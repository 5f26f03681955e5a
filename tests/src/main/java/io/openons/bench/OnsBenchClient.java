package io.openons.bench;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import java.io.Closeable;
import java.util.Properties;
import java.util.function.Consumer;

/** Our SDK through its public surface, with its defaults. */
public final class OnsBenchClient implements BenchClient {
  private static final String TAG = "bench";

  @Override
  public Sender openSender(String endpoint, String topic) {
    Producer producer = ONSFactory.createProducer(properties(endpoint, "GID_bench_sender"));
    producer.start();
    return new OnsSender(producer, topic);
  }

  @Override
  public Closeable openReceiver(String endpoint, String topic, String group, Runnable listener) {
    var consumer = ONSFactory.createConsumer(properties(endpoint, group));
    consumer.subscribe(
        topic,
        "*",
        (message, context) -> {
          listener.run();
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

  private record OnsSender(Producer producer, String topic) implements Sender {
    @Override
    public void send(byte[] body) {
      producer.send(new Message(topic, TAG, body));
    }

    @Override
    public void sendAsync(byte[] body, Consumer<Throwable> done) {
      producer.sendAsync(
          new Message(topic, TAG, body),
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

    @Override
    public void close() {
      producer.shutdown();
    }
  }
}
