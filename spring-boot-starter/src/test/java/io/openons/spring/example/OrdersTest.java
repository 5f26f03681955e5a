package io.openons.spring.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.spring.test.OnsTest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Runs with a broker in this process. */
@OnsTest
@Import({OrderService.class, OrderTable.class})
class OrdersTest {
  @Autowired private OrderService service;
  @Autowired private OrderListener listener;

  @Test
  void an_order_that_is_placed_is_shipped() throws Exception {
    service.place(new Order("A-1", 30));

    assertThat(listener.shipped().poll(90, TimeUnit.SECONDS)).isEqualTo(new Order("A-1", 30));
  }
}
