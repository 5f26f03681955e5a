package io.openons.spring.example;

import io.openons.spring.OnsTemplate;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Places orders. */
@Service
public class OrderService {
  private final OnsTemplate template;

  public OrderService(OnsTemplate template) {
    this.template = template;
  }

  /** The order is in the table and on its way, or neither: see OrderTransactions. */
  public void place(Order order) {
    template
        .message("orders:placed")
        .key(order.id())
        .transactionGroup("GID_order_transactions")
        .sendInTransaction(order, order);
  }

  /** Comes to the listeners of the tag after a day. */
  public void remind(Order order) {
    template.message("orders:reminder").key(order.id()).delay(Duration.ofDays(1)).send(order);
  }
}
