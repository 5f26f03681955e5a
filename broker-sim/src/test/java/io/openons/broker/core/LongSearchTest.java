package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.filtered;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.core.send.TransactionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a call that has a whole backlog to look at lets others have their turn. Method: one broker
 * with one queue on a virtual clock, whose turns a test gives one by one. A failure means a client
 * whose condition stops all others.
 */
class LongSearchTest {
  private static final Filter NOTHING = SqlFilter.parse("n = 1");

  /** Messages that are read in one turn. */
  private static final int TURN = 512;

  private static final int BACKLOG = 10 * TURN;

  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture =
        new BrokerFixture(
            folder,
            new Broker.Options(true, 1, StartPosition.EARLIEST, TransactionOptions.DEFAULT));
    fixture.sendMany(BACKLOG);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private long lookedAt() {
    return fixture.broker().committedOffset(GROUP, TOPIC, 0);
  }

  private static TakeRequest waitingFor(Filter filter, Duration wait) {
    return new TakeRequest(
        GROUP, TOPIC, "client", filter, 32, Duration.ofSeconds(30), false, wait, null);
  }

  @Test
  void a_take_looks_at_a_bounded_number_of_messages_per_turn_and_is_answered_at_the_end() {
    CompletableFuture<List<Delivery>> taken = fixture.broker().take(filtered(NOTHING));

    assertThat(taken).isNotDone();
    assertThat(lookedAt()).isEqualTo(TURN);
    fixture.time.advance(Duration.ZERO);
    assertThat(taken.join()).isEmpty();
    assertThat(lookedAt()).isEqualTo(BACKLOG);
  }

  @Test
  void a_search_finds_what_it_looks_for_in_a_later_turn() {
    fixture.sendTagged("wanted", "found");
    CompletableFuture<List<Delivery>> taken =
        fixture.broker().take(waitingFor(SqlFilter.parse("TAGS = 'wanted'"), Duration.ZERO));

    assertThat(taken).isNotDone();
    fixture.time.advance(Duration.ZERO);
    assertThat(bodies(taken.join())).containsExactly("found");
  }

  @Test
  void other_calls_of_the_same_group_do_not_wait_for_a_search() {
    CompletableFuture<List<Delivery>> searching =
        fixture.broker().take(waitingFor(NOTHING, Duration.ofSeconds(20)));

    assertThat(bodies(fixture.takeNow())).hasSize(32).startsWith("m" + TURN);
    assertThat(searching).isNotDone();
  }

  @Test
  void an_arrival_during_a_search_costs_its_sender_nothing() {
    fixture.broker().take(waitingFor(NOTHING, Duration.ofSeconds(20)));
    fixture.send("another");

    assertThat(lookedAt()).isEqualTo(TURN);
  }

  @Test
  void a_search_whose_client_is_gone_ends() {
    CompletableFuture<List<Delivery>> searching =
        fixture.broker().take(waitingFor(NOTHING, Duration.ofSeconds(20)));
    searching.cancel(false);

    fixture.time.advance(Duration.ofSeconds(1));

    assertThat(lookedAt()).isEqualTo(TURN);
  }

  private CompletableFuture<ReadResult> read(Filter filter, Duration wait) {
    return fixture
        .broker()
        .read(new ReadRequest(new ResourceName("", "GID_r"), TOPIC, 0, 0, filter, 32, wait));
  }

  @Test
  void a_read_that_does_not_wait_ends_after_its_turn_and_says_where_to_go_on() {
    ReadResult first = read(NOTHING, Duration.ZERO).join();

    assertThat(first.messages()).isEmpty();
    assertThat(first.nextOffset()).isEqualTo(TURN);
  }

  @Test
  void a_read_that_waits_goes_on_after_others() {
    fixture.sendTagged("wanted", "found");
    CompletableFuture<ReadResult> read =
        read(SqlFilter.parse("TAGS = 'wanted'"), Duration.ofSeconds(20));

    assertThat(read).isNotDone();
    fixture.time.advance(Duration.ZERO);
    assertThat(read.join().messages()).hasSize(1);
    assertThat(read.join().nextOffset()).isEqualTo(BACKLOG + 1);
  }
}
