package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import java.util.Properties;

/** A {@link BatchConsumer} as a bean; {@code start} subscribes what the table has. */
public class BatchConsumerBean extends SubscribingBean<BatchConsumer, BatchMessageListener>
    implements BatchConsumer {
  /** A bean without properties and subscriptions. */
  public BatchConsumerBean() {}

  @Override
  BatchConsumer make(Properties properties) {
    BatchConsumer made = ONSFactory.createBatchConsumer(properties);
    subscribeAll(
        (subscription, listener) ->
            made.subscribe(subscription.getTopic(), subscription.getExpression(), listener));
    return made;
  }

  @Override
  public void subscribe(String topic, String subExpression, BatchMessageListener listener) {
    started().subscribe(topic, subExpression, listener);
  }

  @Override
  public void unsubscribe(String topic) {
    started().unsubscribe(topic);
  }
}
