package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.take;
import static io.openons.broker.core.BrokerFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.Bounds;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what strangers may cause a broker to keep is bounded, and each refusal has both numbers.
 * Method: one broker with small bounds on a virtual clock. A failure means a broker that one client
 * fills up.
 */
class BoundsTest {
  private static final Bounds SMALL = new Bounds(3, 2, 4, 6, 4, 10, 4, 2);

  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder, options(true));
    fixture.broker().administration().groups().set(GROUP, GroupSettings.DEFAULT);
    fixture.broker().administration().topics().set(TOPIC, TopicSettings.open(1));
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  private static Broker.Options options(boolean autoCreate) {
    return new Broker.Options(
        autoCreate, 4, StartPosition.LATEST, TransactionOptions.DEFAULT, SMALL);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static void assertRefused(ThrowingCallable call, Reason reason, String numbers) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(numbers);
  }

  // ---- waiting calls

  private CompletableFuture<List<Delivery>> takeWaiting() {
    return fixture.broker().take(waiting(Duration.ofSeconds(20)));
  }

  private CompletableFuture<ReadResult> readWaiting() {
    return fixture
        .broker()
        .read(new ReadRequest(GROUP, TOPIC, 0, 0, TagFilter.parse("*"), 1, Duration.ofSeconds(20)));
  }

  @Test
  void more_waiting_takes_than_a_group_may_have_are_refused() {
    for (int i = 0; i < 4; i++) {
      takeWaiting();
    }
    assertRefused(
        this::takeWaiting, Reason.TOO_MANY_REQUESTS, "4 calls wait for messages in group");
  }

  @Test
  void more_waiting_calls_than_the_broker_may_have_are_refused() {
    for (int i = 0; i < 3; i++) {
      takeWaiting();
      readWaiting();
    }
    assertRefused(this::takeWaiting, Reason.TOO_MANY_REQUESTS, "6 calls wait for messages at this");
    assertRefused(this::readWaiting, Reason.TOO_MANY_REQUESTS, "and 6 may");
  }

  @Test
  void calls_that_their_clients_cancel_leave_at_once() {
    for (int round = 0; round < 100; round++) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(takeWaiting());
        calls.add(readWaiting());
      }
      calls.forEach(call -> call.cancel(false));
    }

    CompletableFuture<List<Delivery>> last = takeWaiting();
    fixture.send("a");
    assertThat(bodies(last.join())).containsExactly("a");
  }

  @Test
  void calls_that_waited_in_vain_leave() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 3; i++) {
        takeWaiting();
        readWaiting();
      }
      fixture.time.advance(Duration.ofSeconds(20));
    }
  }

  // ---- unfinished messages

  @Test
  void a_take_beyond_the_unfinished_messages_of_all_groups_is_refused() {
    fixture.sendMany(20);
    List<Delivery> taken = fixture.takeNow();
    assertThat(taken).hasSize(10);

    assertRefused(
        fixture::takeNow, Reason.TOO_MANY_REQUESTS, "10 unfinished deliveries, and may have 10");
    fixture.acknowledge(taken.get(0));
    assertThat(fixture.takeNow()).hasSize(1);
  }

  // ---- transactions

  @Test
  void more_open_transactions_than_a_client_may_have_are_refused() {
    fixture.sendHalf("producer", "a");
    String second = fixture.sendHalf("producer", "b");

    assertHalfIsRefused("producer", "client producer has 2 open transactions, and may have 2");
    fixture.broker().endTransaction(TOPIC, second, true).join();
    fixture.sendHalf("producer", "c");
  }

  private void assertHalfIsRefused(String clientId, String numbers) {
    Submission half =
        new Submission(BrokerFixture.message(MessageKind.TRANSACTION, null, 0, "x"), null);
    PublishResult result = fixture.broker().publish(TOPIC, clientId, List.of(half)).join().get(0);
    assertThat(result.refusal().reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
    assertThat(result.refusal()).hasMessageContaining(numbers);
  }

  @Test
  void when_transactions_fill_the_broker_the_one_that_was_set_aside_first_makes_room() {
    fixture.connect("one");
    fixture.sendHalf("one", "a");
    fixture.sendHalf("one", "b");
    fixture.sendHalf("two", "c");
    fixture.sendHalf("two", "d");
    assertHalfIsRefused("three", "the broker has 4 open transactions, and may have 4");

    fixture.time.advance(Duration.ofMinutes(10));
    List<String> setAside = fixture.setAside();
    assertThat(setAside).hasSize(4);
    fixture.sendHalf("three", "e");

    assertThat(fixture.setAside()).isEqualTo(setAside.subList(1, 4));
    assertRefused(
        () -> fixture.broker().endTransaction(TOPIC, setAside.get(0), true),
        Reason.INVALID_TRANSACTION_ID,
        "unknown or already decided");
  }

  // ---- topics and groups that are made on first use

  private static ResourceName name(String name) {
    return new ResourceName("", name);
  }

  @Test
  void more_topics_than_may_be_made_on_first_use_are_refused_and_declared_ones_do_not_count() {
    for (int i = 0; i < 3; i++) {
      fixture.broker().topic(name("topic-" + i));
    }
    assertRefused(
        () -> fixture.broker().topic(name("topic-3")),
        Reason.TOPIC_NOT_FOUND,
        "has made 3 topics on first use, and may make 3");
    fixture.restart();
    assertRefused(
        () -> fixture.broker().topic(name("topic-3")), Reason.TOPIC_NOT_FOUND, "made 3 topics");

    fixture.broker().administration().topics().set(name("topic-2"), TopicSettings.open(4));
    fixture.broker().administration().topics().set(name("declared"), TopicSettings.open(4));
    fixture.broker().topic(name("topic-3"));
  }

  @Test
  void more_groups_than_may_be_made_on_first_use_are_refused_and_declared_ones_do_not_count() {
    fixture.broker().group(name("GID_0"));
    fixture.broker().group(name("GID_1"));
    assertRefused(
        () -> fixture.broker().group(name("GID_2")),
        Reason.CONSUMER_GROUP_NOT_FOUND,
        "has made 2 groups on first use, and may make 2");

    fixture.broker().administration().groups().set(name("GID_1"), GroupSettings.DEFAULT);
    fixture.broker().group(name("GID_2"));
  }

  @Test
  void a_group_whose_clients_change_its_settings_goes_on_to_count() {
    for (int i = 0; i < 2; i++) {
      Group group = fixture.broker().group(name("GID_" + i));
      fixture.broker().adapt(group, new GroupSettings(true, 3, List.of(Duration.ofSeconds(1))));
      assertThat(group.settings().maxAttempts()).isEqualTo(3);
    }

    assertRefused(
        () -> fixture.broker().group(name("GID_2")),
        Reason.CONSUMER_GROUP_NOT_FOUND,
        "has made 2 groups on first use, and may make 2");
    assertRefused(
        () -> new GroupSettings(false, 3, Collections.nCopies(129, Duration.ZERO)),
        Reason.BAD_REQUEST,
        "129 back-offs; at most 128");
  }

  @Test
  void more_topics_than_groups_may_consume_are_refused_also_after_a_restart() {
    for (int i = 0; i < 3; i++) {
      fixture.broker().subscribe(GROUP, name("topic-" + i));
    }
    fixture.restart();

    assertRefused(
        () -> fixture.broker().subscribe(name("GID_0"), TOPIC),
        Reason.TOO_MANY_REQUESTS,
        "consume 4 topics, each counted for itself, and may consume 4");
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @Test
  void what_was_made_on_first_use_and_never_used_goes_after_an_hour_in_which_nobody_names_it() {
    fixture.broker().topic(name("silent"));
    fixture.broker().topic(name("named"));
    fixture.broker().group(name("GID_silent"));
    fixture.broker().group(name("GID_named"));
    for (int minute = 0; minute < 130; minute++) {
      fixture.time.advance(Duration.ofMinutes(1));
      fixture.broker().topic(name("named"));
      fixture.broker().group(name("GID_named"));
    }

    assertThat(fixture.broker().administration().topics().queuesOf(name("silent"))).isEmpty();
    assertThat(fixture.broker().administration().topics().queuesOf(name("named"))).isPresent();
    fixture.broker().group(name("GID_again"));
    assertRefused(
        () -> fixture.broker().group(name("GID_more")),
        Reason.CONSUMER_GROUP_NOT_FOUND,
        "made 2 groups");
    fixture.kill();
    assertThat(fixture.broker().administration().topics().queuesOf(name("silent"))).isEmpty();
  }

  @Test
  void what_was_used_once_stays() {
    ResourceName delayed = name("delayed");
    ResourceName consumed = name("consumed");
    Submission later =
        new Submission(
            BrokerFixture.message(
                MessageKind.DELAY,
                null,
                fixture.time.millis() + Duration.ofDays(2).toMillis(),
                "later"),
            null);
    fixture.broker().publish(delayed, "producer", List.of(later)).join();
    fixture.broker().subscribe(name("GID_idle"), consumed);
    fixture.restart();

    fixture.time.advance(Duration.ofDays(2).plusSeconds(1));

    assertThat(
            fixture.broker().endOffset(delayed, 0)
                + fixture.broker().endOffset(delayed, 1)
                + fixture.broker().endOffset(delayed, 2)
                + fixture.broker().endOffset(delayed, 3))
        .isEqualTo(1);
    assertThat(fixture.broker().administration().topics().queuesOf(consumed)).isPresent();
    for (int queue = 0; queue < 4; queue++) {
      assertThat(fixture.broker().committedOffset(name("GID_idle"), consumed, queue)).isZero();
    }
  }

  @Test
  void a_broker_that_makes_no_topics_on_first_use_makes_no_groups_either() {
    fixture.close();
    fixture = new BrokerFixture(folder, options(false));

    assertThat(fixture.takeNow()).isEmpty();
    TakeRequest take = take();
    assertRefused(
        () ->
            fixture
                .broker()
                .take(
                    new TakeRequest(
                        name("GID_unknown"),
                        TOPIC,
                        "c",
                        take.filter(),
                        1,
                        take.lease(),
                        false,
                        Duration.ZERO,
                        null)),
        Reason.CONSUMER_GROUP_NOT_FOUND,
        "group GID_unknown does not exist");
  }

  @Test
  void names_and_filters_that_are_too_long_are_refused() {
    assertRefused(
        () -> takeAs("c".repeat(1025), null),
        Reason.BAD_REQUEST,
        "1025 characters; at most 1024 are allowed");
    assertRefused(
        () -> takeAs("c", "a".repeat(65)),
        Reason.BAD_REQUEST,
        "65 characters; at most 64 are allowed");
    assertRefused(
        () -> TagFilter.parse("t".repeat(TagFilter.MAX_LENGTH + 1)),
        Reason.ILLEGAL_FILTER,
        "at most " + TagFilter.MAX_LENGTH + " are allowed");
  }

  private void takeAs(String clientId, String attemptId) {
    TakeRequest take = take();
    fixture
        .broker()
        .take(
            new TakeRequest(
                GROUP,
                TOPIC,
                clientId,
                take.filter(),
                1,
                take.lease(),
                false,
                Duration.ZERO,
                attemptId));
  }
}
