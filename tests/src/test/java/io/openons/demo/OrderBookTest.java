package io.openons.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  @Test
  void theBundledBookIsWhatTheGeneratorWrites() throws IOException {
    ByteArrayOutputStream generated = new ByteArrayOutputStream();
    new OrderBookGenerator().write(generated);

    try (InputStream bundled = OrderBook.open()) {
      assertThat(bundled.readAllBytes()).isEqualTo(generated.toByteArray());
    }
  }

  @Test
  void theBookHoldsManyOrdersOfEveryKindAndOfManySizes() throws IOException {
    List<Order> orders = OrderBook.load(Integer.MAX_VALUE);

    assertThat(orders).hasSizeGreaterThanOrEqualTo(10_000);
    assertThat(orders).extracting(Order::id).doesNotHaveDuplicates();
    assertThat(orders.stream().collect(Collectors.groupingBy(Order::status)))
        .containsOnlyKeys("new", "paid", "shipped", "cancelled", "returned");
    assertThat(orders.stream().map(order -> order.json().length).distinct())
        .hasSizeGreaterThan(500);
  }

  @Test
  void theLimitTakesTheFirstOrders() throws IOException {
    assertThat(OrderBook.load(3))
        .extracting(Order::id)
        .containsExactly("ORD-000001", "ORD-000002", "ORD-000003");
  }
}
