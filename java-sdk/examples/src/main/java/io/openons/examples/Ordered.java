package io.openons.examples;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sends the steps of several orders, mixed, and receives those of each order in their order: the
 * sharding key says what belongs together. One step fails at first and holds up its order only.
 */
public final class Ordered {
  private static final String TOPIC = "example-ordered";
  private static final List<String> ORDERS = List.of("order-1", "order-2", "order-3");
  private static final List<String> STEPS = List.of("created", "paid", "packed", "shipped");

  private Ordered() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_ordered");
    // How long a message that was suspended waits before it comes again.
    settings.setProperty(PropertyKeyConst.SuspendTimeMillis, "100");
    Inbox inbox = new Inbox();
    try (OrderConsumer consumer = ONSFactory.createOrderedConsumer(settings);
        OrderProducer producer = ONSFactory.createOrderProducer(settings)) {
      consumer.subscribe(TOPIC, "*", (message, context) -> handle(message, inbox));
      consumer.start();
      producer.start();

      for (String step : STEPS) {
        for (String order : ORDERS) {
          producer.send(Run.message(TOPIC, step, step), order);
        }
      }
      System.out.println("sent: " + STEPS.size() + " steps of " + ORDERS.size() + " orders");

      Map<String, String> received =
          inbox.next(STEPS.size() * ORDERS.size()).stream()
              .collect(
                  Collectors.groupingBy(
                      Message::getShardingKey,
                      TreeMap::new,
                      Collectors.mapping(Run::text, Collectors.joining(", "))));
      received.forEach((order, steps) -> System.out.println(order + ": " + steps));
    }
  }

  private static OrderAction handle(Message message, Inbox inbox) {
    boolean bankIsBusy =
        message.getShardingKey().equals("order-2")
            && message.getTag().equals("paid")
            && message.getReconsumeTimes() == 0;
    if (bankIsBusy) {
      return OrderAction.Suspend;
    }
    inbox.add(message);
    return OrderAction.Success;
  }
}
