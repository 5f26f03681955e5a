package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ExpressionType;
import com.aliyun.openservices.ons.api.bean.ConsumerBean;
import com.aliyun.openservices.ons.api.bean.OrderConsumerBean;
import com.aliyun.openservices.ons.api.bean.OrderProducerBean;
import com.aliyun.openservices.ons.api.bean.ProducerBean;
import com.aliyun.openservices.ons.api.bean.Subscription;
import com.aliyun.openservices.ons.api.order.OrderAction;
import java.util.Map;

/**
 * The beans, wired by hand. A Spring context does the same by {@code
 * /io/openons/examples/beans.xml}; a class with {@code @Bean} methods looks like this one.
 */
public final class Beans {
  private static final String TOPIC = "example-beans";

  private Beans() {}

  public static void main(String[] args) throws InterruptedException {
    Inbox inbox = new Inbox();
    Inbox ordered = new Inbox();

    ConsumerBean consumer = new ConsumerBean();
    consumer.setProperties(Settings.of(args, "GID_example_beans"));
    consumer.setSubscriptionTable(
        Map.of(
            subscription("price > 10", ExpressionType.SQL92),
            (message, context) -> {
              inbox.add(message);
              return Action.CommitMessage;
            }));
    OrderConsumerBean orderConsumer = new OrderConsumerBean();
    orderConsumer.setProperties(Settings.of(args, "GID_example_beans_ordered"));
    orderConsumer.setSubscriptionTable(
        Map.of(
            subscription("ordered", ExpressionType.TAG),
            (message, context) -> {
              ordered.add(message);
              return OrderAction.Success;
            }));
    ProducerBean producer = new ProducerBean();
    producer.setProperties(Settings.of(args, "GID_example_producer"));
    OrderProducerBean orderProducer = new OrderProducerBean();
    orderProducer.setProperties(Settings.of(args, "GID_example_producer"));

    // What init-method="start" and destroy-method="shutdown" do in a context.
    try (consumer;
        orderConsumer;
        producer;
        orderProducer) {
      consumer.start();
      orderConsumer.start();
      producer.start();
      orderProducer.start();

      var offer = Run.message(TOPIC, "offer", "an offer");
      offer.putUserProperties("price", "15");
      producer.send(offer);
      orderProducer.send(Run.message(TOPIC, "ordered", "a step"), "order-1");

      System.out.println("the consumer bean received: " + Run.text(inbox.next()));
      System.out.println("the ordered consumer bean received: " + Run.text(ordered.next()));
    }
  }

  private static Subscription subscription(String expression, ExpressionType type) {
    Subscription subscription = new Subscription();
    subscription.setTopic(TOPIC);
    subscription.setExpression(expression);
    subscription.setType(type.name());
    return subscription;
  }
}
