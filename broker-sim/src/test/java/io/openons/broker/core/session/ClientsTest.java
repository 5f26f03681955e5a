package io.openons.broker.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.openons.broker.core.BrokerFixture.TestSession;
import io.openons.broker.core.VirtualTime;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Goal: the broker knows which clients live, and pays for those that change only. Method: the table
 * alone on a virtual clock. A failure means leases that hang, or a timer that stands still.
 */
class ClientsTest {
  private static final ResourceName TOPIC = new ResourceName("", "orders");

  private final VirtualTime time = new VirtualTime();
  private final List<String> gone = new ArrayList<>();
  private final Clients clients = new Clients(time::elapsed, gone::add);

  @Test
  void ten_thousand_clients_that_vanish_at_once_are_found_part_by_part() {
    for (int i = 0; i < 10_000; i++) {
      clients.seen("client-" + i);
    }
    assertThat(sweepAll()).isEqualTo(10_000);
    time.advance(Limits.CLIENT_EXPIRY);

    int parts = 0;
    boolean more = true;
    while (more) {
      int before = gone.size();
      more = clients.sweep();
      parts++;
      assertThat(gone.size() - before).isLessThanOrEqualTo(Clients.LOOKS);
    }

    assertThat(gone).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(parts).isBetween(10_000 / Clients.LOOKS, 10_000 / Clients.LOOKS + 2);
  }

  /** Sweeps until nothing is left, and returns how many clients live after that. */
  private int sweepAll() {
    while (clients.sweep()) {
      continue;
    }
    return 10_000 - gone.size();
  }

  @Test
  void setting_the_clock_ends_no_client_and_keeps_none() {
    clients.seen("client");
    time.jump(Duration.ofHours(1));
    clients.sweep();
    assertThat(clients.isAlive("client")).isTrue();

    time.jump(Duration.ofHours(-2));
    time.advance(Limits.CLIENT_EXPIRY);
    clients.sweep();
    assertThat(gone).containsExactly("client");
  }

  @Test
  void more_clients_than_the_broker_may_know_are_refused_with_both_numbers() {
    for (int i = 0; i < Clients.MAX_CLIENTS; i++) {
      clients.seen("client-" + i);
    }

    assertThatThrownBy(() -> clients.opened(new TestSession("one too many")))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS))
        .hasMessageContaining("knows 100000 clients, and may know 100000");
    clients.seen("client-7");
    clients.terminated("client-7");
    clients.opened(new TestSession("one too many"));
  }

  @Test
  void a_producer_of_many_topics_is_known_for_the_latest_thousand() {
    clients.opened(new TestSession("busy"));
    for (int i = 0; i <= Clients.MAX_TOPICS; i++) {
      clients.publishes("busy", new ResourceName("", "topic-" + i));
    }

    assertThat(clients.producersOf(new ResourceName("", "topic-0"), "other", null, null)).isEmpty();
    assertThat(clients.producersOf(new ResourceName("", "topic-1"), "other", null, null))
        .extracting(ClientSession::clientId)
        .containsExactly("busy");
  }

  @Test
  void a_transaction_is_asked_of_sixteen_producers_at_most_its_sender_first() {
    for (int i = 0; i < 100; i++) {
      clients.opened(new TestSession("client-" + i));
      clients.publishes("client-" + i, TOPIC);
    }
    clients.transacts("client-50", TOPIC);

    assertThat(clients.producersOf(TOPIC, "client-99", null, null))
        .extracting(ClientSession::clientId)
        .hasSize(Clients.MAX_ASKED)
        .startsWith("client-99", "client-50", "client-0");
  }

  @Test
  void the_members_of_the_senders_producer_group_are_asked_before_others() {
    clients.opened(new TestSession("publishes"));
    clients.publishes("publishes", TOPIC);
    clients.opened(new TestSession("member", Set.of("PID_orders"), new ArrayList<>()));
    clients.opened(new TestSession("other member", Set.of("PID_other"), new ArrayList<>()));

    assertThat(clients.producersOf(TOPIC, "gone", "PID_orders", null))
        .extracting(ClientSession::clientId)
        .containsExactly("member", "publishes");
    clients.closed(new TestSession("member", Set.of("PID_orders"), new ArrayList<>()));
    time.advance(Duration.ofMinutes(1));
    sweepAll();
    assertThat(clients.producersOf(TOPIC, "gone", "PID_orders", null))
        .extracting(ClientSession::clientId)
        .containsExactly("publishes");
  }

  @Test
  void only_producers_of_the_senders_user_are_asked_whatever_they_did() {
    for (String client : List.of("sender", "member", "transacts", "publishes", "colleague")) {
      String owner = client.equals("colleague") ? "us" : "them";
      clients.opened(new TestSession(client, Set.of("PID_orders"), owner, new ArrayList<>()));
      clients.transacts(client, TOPIC);
      clients.publishes(client, TOPIC);
    }

    assertThat(clients.producersOf(TOPIC, "sender", "PID_orders", "us"))
        .extracting(ClientSession::clientId)
        .containsExactly("colleague");
    assertThat(clients.producersOf(TOPIC, "sender", "PID_orders", null)).hasSize(5);
  }

  @Test
  void a_search_passes_by_neither_producers_of_others_nor_those_that_are_not_connected() {
    // Given 90,000 clients that cannot be asked, half of them since they are not connected.
    for (int i = 0; i < 45_000; i++) {
      clients.transacts("silent-" + i, TOPIC);
      clients.opened(new TestSession("their-" + i, Set.of("PID_orders"), "them", List.of()));
      clients.publishes("their-" + i, TOPIC);
    }
    clients.opened(new TestSession("ours", Set.of(), "us", List.of()));
    clients.publishes("ours", TOPIC);

    // Then 100,000 searches take less than the time in which ten billion clients are passed by.
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 100_000; i++) {
            assertThat(clients.producersOf(TOPIC, "their-7", "PID_orders", "us")).hasSize(1);
          }
        });
  }

  @Test
  void a_client_that_comes_back_is_asked_again_for_what_it_sends_to() {
    var session = new TestSession("client");
    clients.opened(session);
    clients.transacts("client", TOPIC);
    clients.closed(session);
    assertThat(clients.producersOf(TOPIC, "client", null, null)).isEmpty();

    clients.opened(session);

    assertThat(clients.producersOf(TOPIC, "other", null, null)).containsExactly(session);
  }

  @Test
  void a_stream_that_ends_twice_counts_once() {
    clients.opened(new TestSession("client"));
    clients.closed(new TestSession("client"));
    clients.closed(new TestSession("client"));
    clients.opened(new TestSession("client"));
    time.advance(Duration.ofHours(1));

    assertThat(clients.isAlive("client")).isTrue();
  }
}
