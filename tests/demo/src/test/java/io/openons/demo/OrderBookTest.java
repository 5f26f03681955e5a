package io.openons.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Goal: the order book is the same on every machine, and varied enough to prove something. Method:
 * compares the bundled book with what the generator writes, and looks at its orders. A failure
 * means: a demo that proves less than it shows.
 */
class OrderBookTest {
  @Test
  void the_bundled_book_is_what_the_generator_writes() throws IOException {
    ByteArrayOutputStream generated = new ByteArrayOutputStream();
    new OrderBookGenerator().write(generated);

    try (InputStream bundled = OrderBook.open()) {
      assertThat(bundled.readAllBytes()).isEqualTo(generated.toByteArray());
    }
  }

  @Test
  void the_book_holds_many_orders_of_every_kind_and_of_many_sizes() throws IOException {
    List<Order> orders = OrderBook.load(Integer.MAX_VALUE);

    assertThat(orders).hasSizeGreaterThanOrEqualTo(10_000);
    assertThat(orders).extracting(Order::id).doesNotHaveDuplicates();
    assertThat(orders.stream().collect(Collectors.groupingBy(Order::status)))
        .containsOnlyKeys("new", "paid", "shipped", "cancelled", "returned");
    assertThat(orders.stream().map(order -> order.json().length).distinct())
        .hasSizeGreaterThan(500);
  }

  @Test
  void the_limit_takes_the_first_orders() throws IOException {
    assertThat(OrderBook.load(3))
        .extracting(Order::id)
        .containsExactly("ORD-000001", "ORD-000002", "ORD-000003");
  }
}
