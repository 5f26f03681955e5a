package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OffsetStore;
import java.util.Properties;

/** A {@link Consumer} as a bean; {@code start} subscribes what the table has. */
public class ConsumerBean extends SubscribingBean<Consumer, MessageListener> implements Consumer {
  private OffsetStore offsetStore;

  /** A bean without properties and subscriptions. */
  public ConsumerBean() {}

  @Override
  Consumer make(Properties properties) {
    Consumer made = ONSFactory.createConsumer(properties);
    subscribeAll(
        (subscription, listener) ->
            made.subscribe(subscription.getTopic(), selector(subscription), listener));
    if (offsetStore != null) {
      made.setOffsetStore(offsetStore);
    }
    return made;
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageListener listener) {
    started().subscribe(topic, subExpression, listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageListener listener) {
    started().subscribe(topic, selector, listener);
  }

  @Override
  public void unsubscribe(String topic) {
    started().unsubscribe(topic);
  }

  @Override
  public void rateLimit(String topic, double permitsPerSecond) {
    started().rateLimit(topic, permitsPerSecond);
  }

  /** Sets where a broadcasting consumer keeps its progress; read by the first {@link #start()}. */
  @Override
  public synchronized void setOffsetStore(OffsetStore offsetStore) {
    if (delegateOrNull() != null) {
      delegateOrNull().setOffsetStore(offsetStore);
    }
    this.offsetStore = offsetStore;
  }
}
