package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.filtered;
import static io.openons.broker.core.BrokerFixture.message;
import static io.openons.broker.core.BrokerFixture.renewed;
import static io.openons.broker.core.BrokerFixture.take;
import static io.openons.broker.core.BrokerFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a message is given to one consumer of a group at a time, and again until it is
 * acknowledged. Method: one broker on a virtual clock. A failure means a message lost, doubled or
 * stuck.
 */
class TakeTest {
  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aMessageIsDeliveredOnceWhileItIsLeased() {
    fixture.send("a", "b");

    assertThat(bodies(fixture.takeNow())).containsExactlyInAnyOrder("a", "b");
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void eachGroupGetsEachMessage() {
    ResourceName other = new ResourceName("", "GID_other");
    fixture.broker().subscribe(other, TOPIC);
    fixture.send("a");

    TakeRequest take = take();
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
    assertThat(
            bodies(
                fixture.takeNow(
                    new TakeRequest(
                        other,
                        TOPIC,
                        "c",
                        take.filter(),
                        1,
                        take.lease(),
                        false,
                        Duration.ZERO,
                        null))))
        .containsExactly("a");
  }

  @Test
  void anUnacknowledgedMessageComesAgainWhenItsLeaseEndsAndItsAttemptsAreCounted() {
    fixture.send("a");
    for (int attempt = 1; attempt <= 5; attempt++) {
      List<Delivery> taken = fixture.takeNow();
      assertThat(bodies(taken)).containsExactly("a");
      assertThat(taken.get(0).attempt()).isEqualTo(attempt);
      fixture.time.advance(Duration.ofMillis(29_999));
      assertThat(fixture.takeNow()).isEmpty();
      fixture.time.advance(Duration.ofMillis(1));
    }
  }

  @Test
  void anAcknowledgedMessageNeverComesAgain() {
    fixture.send("a");
    fixture.acknowledge(fixture.takeNow().get(0));

    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void theLeaseCanBeLengthenedAndTheOldHandleIsVoid() {
    fixture.send("a");
    Delivery delivery = fixture.takeNow().get(0);

    String changed =
        fixture
            .broker()
            .changeLease(GROUP, TOPIC, delivery.receiptHandle(), Duration.ofMinutes(5), false);

    assertThatThrownBy(() -> fixture.acknowledge(delivery))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_RECEIPT_HANDLE))
        .hasMessageContaining("superseded");
    fixture.time.advance(Duration.ofMinutes(4));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.broker().acknowledge(GROUP, TOPIC, changed);
    fixture.time.advance(Duration.ofMinutes(4));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void aLeaseOfZeroGivesTheMessageBackAtOnceAsTheNextAttempt() {
    fixture.send("a");
    Delivery delivery = fixture.takeNow().get(0);
    fixture.broker().changeLease(GROUP, TOPIC, delivery.receiptHandle(), Duration.ZERO, false);

    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
  }

  @Test
  void aSuspendedDeliveryDoesNotCountAsAnAttempt() {
    fixture.send("a");
    Delivery delivery = fixture.takeNow().get(0);
    fixture.broker().changeLease(GROUP, TOPIC, delivery.receiptHandle(), Duration.ZERO, true);

    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(1));
  }

  @Test
  void handlesThatCannotBeUsedSayWhy() {
    fixture.send("a", "b");
    List<Delivery> taken = fixture.takeNow();
    Delivery acknowledged = taken.get(0);
    Delivery expired = taken.get(1);
    fixture.acknowledge(acknowledged);
    fixture.time.advance(Duration.ofSeconds(31));

    assertRefused(acknowledged.receiptHandle(), "consumed already");
    assertRefused(expired.receiptHandle(), "its lease ended 1000 ms ago");
    assertRefused("rubbish", "not a receipt handle");
    assertRefused("1:1:1:0:zz:1", "never delivered");
    assertRefused("1:1:1:9:0:1", "never delivered");
    assertRefused("1:2:1:0:0:1", "is not of group GID_shop and topic orders");
    assertRefused("1:1:2:0:0:1", "is not of group GID_shop and topic orders");
    assertRefused("1:1:1:0:0:99999999999", "not a receipt handle");
  }

  private void assertRefused(String handle, String why) {
    assertThatThrownBy(() -> fixture.broker().acknowledge(GROUP, TOPIC, handle))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_RECEIPT_HANDLE))
        .hasMessageContaining(why);
  }

  @Test
  void aWaitingTakeIsAnsweredByTheNextMessage() {
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    assertThat(waiting).isNotDone();

    fixture.send("a");

    assertThat(bodies(waiting.join())).containsExactly("a");
  }

  @Test
  void oneMessageAnswersOneOfTwoWaitingTakesInTheOrderTheyCame() {
    CompletableFuture<List<Delivery>> first =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    CompletableFuture<List<Delivery>> second =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.send("a");
    assertThat(bodies(first.join())).containsExactly("a");
    assertThat(second).isNotDone();

    fixture.send("b");
    assertThat(bodies(second.join())).containsExactly("b");
  }

  @Test
  void aWaitingTakeEndsEmptyWhenItsTimeIsOver() {
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    fixture.time.advance(Duration.ofMillis(19_999));
    assertThat(waiting).isNotDone();
    fixture.time.advance(Duration.ofMillis(1));
    assertThat(waiting.join()).isEmpty();
  }

  @Test
  void aWaitingTakeIsAnsweredWhenALeaseEnds() {
    fixture.send("a");
    fixture.takeNow();
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofMinutes(5)));

    fixture.time.advance(Duration.ofSeconds(30));

    assertThat(waiting.join())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
  }

  @Test
  void aMessageIsNotGivenToATakeThatWasCancelled() {
    fixture.broker().take(waiting(Duration.ofSeconds(20))).cancel(false);
    CompletableFuture<List<Delivery>> other =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.send("a");

    assertThat(other.join())
        .singleElement()
        .satisfies(first -> assertThat(first.attempt()).isEqualTo(1));
  }

  @Test
  void deliveriesThatAreGivenBackDoNotCountAsAttempts() {
    fixture.send("a");
    fixture.broker().giveBack(GROUP, TOPIC, fixture.takeNow());

    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(first -> assertThat(first.attempt()).isEqualTo(1));
  }

  @Test
  void onlyWantedTagsAreDeliveredAndTheOthersCountAsConsumed() {
    fixture.sendTagged("A", "a");
    fixture.sendTagged("B", "b");
    fixture.sendTagged("C", "c");
    fixture.sendTagged(null, "none");

    assertThat(bodies(fixture.takeNow(filtered("A || C")))).containsExactlyInAnyOrder("a", "c");
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(bodies(fixture.takeNow(filtered("*")))).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void whatEachClientWantsIsKnownUntilItIsGone() {
    fixture.takeNow(filtered("B || A"));
    fixture.takeNow(renewed("other", null));

    assertThat(fixture.broker().subscriptions(GROUP, TOPIC))
        .isEqualTo(Map.of("client", "A || B", "other", "*"));
    fixture.broker().clients().terminated("other");
    assertThat(fixture.broker().subscriptions(GROUP, TOPIC)).isEqualTo(Map.of("client", "A || B"));
  }

  @Test
  void tagsWithEqualHashesAreToldApart() {
    // "Aa" and "BB" have the same hash.
    fixture.sendTagged("Aa", "wanted");
    fixture.sendTagged("BB", "unwanted");

    assertThat(bodies(fixture.takeNow(filtered("Aa")))).containsExactly("wanted");
  }

  @Test
  void aTakeGivesAtMostWhatItAskedForAndNeverMoreThan32() {
    IntStream.range(0, 100).forEach(i -> fixture.send("m" + i));
    TakeRequest take = take();
    assertThat(
            fixture.takeNow(
                new TakeRequest(
                    GROUP, TOPIC, "c", take.filter(), 5, take.lease(), false, Duration.ZERO, null)))
        .hasSize(5);
    assertThat(
            fixture.takeNow(
                new TakeRequest(
                    GROUP,
                    TOPIC,
                    "c",
                    take.filter(),
                    64,
                    take.lease(),
                    false,
                    Duration.ZERO,
                    null)))
        .hasSize(32);
  }

  @Test
  void aTakeEndsAfter16MiBOfBodies() {
    String big = "x".repeat(4 << 20);
    IntStream.range(0, 6).forEach(i -> fixture.send(big));
    assertThat(fixture.takeNow()).hasSize(4);
    assertThat(fixture.takeNow()).hasSize(2);
  }

  @Test
  void aNewGroupGetsOnlyWhatIsSentAfterItWasSeen() {
    ResourceName late = new ResourceName("", "GID_late");
    fixture.send("before");
    fixture.broker().subscribe(late, TOPIC);
    fixture.send("after");

    TakeRequest take = take();
    assertThat(
            bodies(
                fixture.takeNow(
                    new TakeRequest(
                        late,
                        TOPIC,
                        "c",
                        take.filter(),
                        32,
                        take.lease(),
                        false,
                        Duration.ZERO,
                        null))))
        .containsExactly("after");
  }

  @Test
  void aLeaseThatTheBrokerRenewsLastsAsLongAsItsClientLives() {
    fixture.send("a");
    fixture.broker().clients().streamOpened("lives");
    Delivery delivery = fixture.takeNow(renewed("lives", null)).get(0);

    fixture.time.advance(Duration.ofMinutes(30));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(delivery);
    fixture.time.advance(Duration.ofMinutes(30));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void aLeaseIsRenewedForThreeHoursAtMost() {
    fixture.send("a");
    fixture.broker().clients().streamOpened("stuck");
    fixture.takeNow(renewed("stuck", null));

    fixture.time.advance(Duration.ofHours(3).minusSeconds(1));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofMinutes(2));
    assertThat(fixture.takeNow()).hasSize(1);
  }

  @Test
  void aClientThatSaysItEndsLosesItsRenewedLeasesAtOnce() {
    fixture.send("a");
    fixture.takeNow(renewed("ends", null));
    CompletableFuture<List<Delivery>> other =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.broker().clients().terminated("ends");

    assertThat(bodies(other.join())).containsExactly("a");
  }

  @Test
  void aClientWhoseStreamEndsHasFiveSecondsToComeBack() {
    fixture.send("a");
    fixture.broker().clients().streamOpened("flaky");
    fixture.takeNow(renewed("flaky", null));

    fixture.broker().clients().streamClosed("flaky");
    fixture.time.advance(Duration.ofSeconds(4));
    fixture.broker().clients().streamOpened("flaky");
    fixture.time.advance(Duration.ofMinutes(10));
    assertThat(fixture.takeNow()).isEmpty();

    fixture.broker().clients().streamClosed("flaky");
    fixture.time.advance(Duration.ofSeconds(6));
    assertThat(fixture.takeNow()).hasSize(1);
  }

  @Test
  void theOldStreamOfAClientMayEndAfterItsNewOneBegan() {
    fixture.send("a");
    fixture.broker().clients().streamOpened("moves");
    fixture.takeNow(renewed("moves", null));
    fixture.broker().clients().streamOpened("moves");
    fixture.broker().clients().streamClosed("moves");

    fixture.time.advance(Duration.ofMinutes(10));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void aRepeatedAttemptGetsTheSameMessagesUnderTheSameHandles() {
    fixture.send("a", "b");
    List<Delivery> lost = fixture.takeNow(renewed("client", "attempt-1"));
    List<Delivery> again = fixture.takeNow(renewed("client", "attempt-1"));

    assertThat(bodies(again)).isEqualTo(bodies(lost));
    assertThat(again)
        .extracting(Delivery::receiptHandle)
        .isEqualTo(lost.stream().map(Delivery::receiptHandle).toList());
    assertThat(again).extracting(Delivery::attempt).containsOnly(1);
    again.forEach(fixture::acknowledge);
    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow(renewed("client", "attempt-1"))).isEmpty();
  }

  @Test
  void theLeaseOfARepeatedAttemptSurvivesAKill() {
    TakeRequest repeated =
        new TakeRequest(
            GROUP,
            TOPIC,
            "client",
            TagFilter.parse("*"),
            32,
            Duration.ofSeconds(30),
            false,
            Duration.ZERO,
            "attempt-1");
    fixture.send("a");
    fixture.takeNow(repeated);
    fixture.time.advance(Duration.ofSeconds(20));
    Delivery again = fixture.takeNow(repeated).get(0);
    fixture.time.advance(Duration.ofSeconds(2));

    fixture.kill();
    fixture.time.advance(Duration.ofSeconds(20));

    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(again);
  }

  @Test
  void takesThatBreakARuleAreRefused() {
    TakeRequest take = take();
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 0, take.lease(), false, Duration.ZERO, null),
        Reason.BAD_REQUEST);
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 1, Duration.ofSeconds(9), false, Duration.ZERO, null),
        Reason.ILLEGAL_INVISIBLE_TIME);
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 1, Duration.ofHours(13), false, Duration.ZERO, null),
        Reason.ILLEGAL_INVISIBLE_TIME);
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 1, take.lease(), false, Duration.ofMillis(-1), null),
        Reason.ILLEGAL_POLLING_TIME);
    assertRefused(
        new TakeRequest(
            new ResourceName("", " "),
            TOPIC,
            "c",
            take.filter(),
            1,
            take.lease(),
            false,
            Duration.ZERO,
            null),
        Reason.ILLEGAL_CONSUMER_GROUP);
    assertRefused(
        new TakeRequest(
            GROUP,
            new ResourceName("", "a.b"),
            "c",
            take.filter(),
            1,
            take.lease(),
            false,
            Duration.ZERO,
            null),
        Reason.ILLEGAL_TOPIC);
  }

  private void assertRefused(TakeRequest request, Reason reason) {
    assertThatThrownBy(() -> fixture.broker().take(request))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aGoodStopKeepsProgressLeasesAndAttempts() {
    fixture.send("a", "b", "c");
    List<Delivery> taken = fixture.takeNow();
    fixture.acknowledge(taken.get(0));
    Delivery held = taken.get(1);

    fixture.restart();

    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(held);
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2))
        .satisfies(
            again -> assertThat(bodies(List.of(again))).isEqualTo(bodies(List.of(taken.get(2)))));
  }

  @Test
  void aKilledBrokerLosesNoMessageAndAtMostOneSecondOfAcknowledgements() {
    fixture.send("a", "b");
    List<Delivery> taken = fixture.takeNow();
    fixture.acknowledge(taken.get(0));
    fixture.time.advance(Broker.HOUSEKEEPING_INTERVAL);
    fixture.acknowledge(taken.get(1));
    fixture.send("c");

    fixture.kill();

    assertThat(bodies(fixture.takeNow())).containsExactly("c");
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(bodies(fixture.takeNow()))
        .contains(bodies(taken).get(1))
        .doesNotContain(bodies(taken).get(0));
  }

  @Test
  void aGroupThatWasSeenBeforeAMessageGetsItEvenIfTheBrokerIsKilledAtOnce() {
    fixture.send("a");
    fixture.kill();
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void theHolderOfARenewedLeaseHasTimeToComeBackAfterARestart() {
    fixture.send("a");
    fixture.broker().clients().streamOpened("client");
    Delivery held = fixture.takeNow(renewed("client", null)).get(0);

    fixture.restart();
    fixture.broker().clients().streamOpened("client");
    fixture.time.advance(Duration.ofMinutes(10));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(held);

    fixture.send("b");
    fixture.takeNow(renewed("client", null));
    fixture.restart();
    fixture.time.advance(Duration.ofSeconds(31));
    assertThat(bodies(fixture.takeNow())).containsExactly("b");
  }

  @Test
  void oneBadMessageOfABatchIsRefusedAloneAndTheOthersAreStored() {
    List<PublishResult> results =
        fixture
            .broker()
            .publish(
                TOPIC,
                "producer",
                Stream.of("a", "", "c")
                    .map(body -> new Outgoing(message(null, body), null))
                    .toList())
            .join();

    assertThat(results.get(0).refusal()).isNull();
    assertThat(results.get(1).refusal().reason()).isEqualTo(Reason.MESSAGE_BODY_EMPTY);
    assertThat(results.get(2).refusal()).isNull();
    assertThat(bodies(fixture.takeNow())).containsExactlyInAnyOrder("a", "c");
  }
}
