package io.openons.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the demo cannot claim that nothing was lost when something was. */
class LedgerTest {
  private static final Order TEA = new Order("1", "paid", "tea".getBytes(UTF_8));
  private static final Order POT = new Order("2", "paid", "pot".getBytes(UTF_8));
  private static final Duration LATENCY = Duration.ofMillis(3);

  private final Ledger ledger = new Ledger("GID_shop", List.of(TEA, POT));

  @Test
  void an_order_that_did_not_arrive_is_missing() throws InterruptedException {
    ledger.received("a", TEA.id(), TEA.json(), LATENCY);

    assertThat(ledger.await(Duration.ZERO)).isFalse();
    assertThat(ledger.missing()).containsExactly("2");
  }

  @Test
  void an_order_that_arrives_twice_is_one_order_and_one_duplicate() throws InterruptedException {
    ledger.received("a", TEA.id(), TEA.json(), LATENCY);
    ledger.received("b", TEA.id(), TEA.json(), LATENCY);

    assertThat(ledger.received()).isEqualTo(1);
    assertThat(ledger.receivedBy("a")).isEqualTo(1);
    assertThat(ledger.receivedBy("b")).isZero();
    assertThat(ledger.duplicates()).isEqualTo(1);
    assertThat(ledger.await(Duration.ZERO)).isFalse();
  }

  @Test
  void an_order_whose_bytes_changed_is_missing_and_strange() {
    ledger.received("a", TEA.id(), "coffee".getBytes(UTF_8), LATENCY);

    assertThat(ledger.missing()).contains("1");
    assertThat(ledger.strangers()).containsExactly("1");
  }

  @Test
  void an_order_that_nobody_sent_the_group_is_strange() {
    ledger.received("a", "3", TEA.json(), LATENCY);

    assertThat(ledger.strangers()).containsExactly("3");
  }

  @Test
  void the_wait_ends_with_the_last_order() throws InterruptedException {
    ledger.received("a", TEA.id(), TEA.json(), LATENCY);
    ledger.received("a", POT.id(), POT.json(), LATENCY);

    assertThat(ledger.await(Duration.ZERO)).isTrue();
    assertThat(ledger.missing()).isEmpty();
    assertThat(ledger.latencyMillis(50)).isBetween(2.9, 3.1);
  }
}
