package io.openons.client;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.ProducerConfig;
import io.openons.client.config.PullConfig;
import io.openons.client.consumer.OnsBroadcastConsumer;
import io.openons.client.consumer.OnsConsumer;
import io.openons.client.consumer.OnsPullConsumer;
import io.openons.client.producer.OnsProducer;
import io.openons.client.runtime.ClientRuntime;
import java.util.Properties;

/** Makes clients from properties. */
public final class Clients {
  private Clients() {}

  /** A producer that is not started yet. */
  public static Producer producer(Properties properties) {
    return new OnsProducer(ProducerConfig.from(properties), ClientRuntime::shared);
  }

  /** A consumer that is not started yet. */
  public static Consumer consumer(Properties properties) {
    return BroadcastConfig.isMeantBy(properties)
        ? new OnsBroadcastConsumer(BroadcastConfig.from(properties), ClientRuntime::shared)
        : new OnsConsumer(ConsumerConfig.from(properties), ClientRuntime::shared);
  }

  /** A pull consumer that is not started yet. */
  public static PullConsumer pullConsumer(Properties properties) {
    return new OnsPullConsumer(PullConfig.from(properties), ClientRuntime::shared);
  }
}
