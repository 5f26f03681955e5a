package io.openons.spring.example;

import io.openons.spring.OnsHeaders;
import io.openons.spring.OnsListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Ships orders. */
@Component
public class OrderListener {
  private final BlockingQueue<Order> shipped = new LinkedBlockingQueue<>();

  /** Called by up to eight threads; a message may come twice, so ship each order once. */
  @OnsListener(topic = "orders", tags = "placed", group = "GID_shipping", concurrency = "8")
  public void ship(Order order, @Header(OnsHeaders.RECONSUME_TIMES) int repetitions) {
    shipped.add(order);
  }

  public BlockingQueue<Order> shipped() {
    return shipped;
  }
}
