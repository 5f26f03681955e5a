package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import java.util.Properties;

/** A {@link OrderProducer} as a bean. */
public class OrderProducerBean extends ClientBean<OrderProducer> implements OrderProducer {
  /** A bean without properties. */
  public OrderProducerBean() {}

  @Override
  OrderProducer make(Properties properties) {
    return ONSFactory.createOrderProducer(properties);
  }

  @Override
  public SendResult send(Message message, String shardingKey) {
    return started().send(message, shardingKey);
  }
}
