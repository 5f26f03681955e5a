package io.openons.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.BrokerFixture.TestSession;
import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.SystemScheduler;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.disk.NioDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goal: delays and leases end in their time while thousands of clients vanish at once, which held
 * many messages of many groups.
 *
 * <p>Method: a broker on the system's time. Each client holds the messages of one group under a
 * lease that the broker renews. While all of them are gone and their messages are set free, a
 * delayed message and a lease are timed again and again. Other programs use the machine too, so one
 * of several turns is enough.
 *
 * <p>A failure means: housekeeping holds up what has its time.
 */
class CrowdTest {
  private static final Logger log = LoggerFactory.getLogger(CrowdTest.class);
  private static final boolean ALL = Boolean.getBoolean("ons.test.all");

  /** Clients, with a group each. */
  private static final int CLIENTS = ALL ? 10_000 : 1_000;

  private static final int HELD_BY_EACH = 40;
  private static final int TURNS = 3;

  /** The usual time of a busy machine; that of the broker is 50 ms. */
  private static final Duration LATEST = ALL ? Duration.ofMillis(50) : Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final ResourceName CROWDED = new ResourceName("", "crowded");
  private static final ResourceName TIMED = new ResourceName("", "timed");

  @TempDir Path folder;

  @Test
  void delays_and_leases_end_in_time_while_a_crowd_vanishes() {
    List<Long> latest = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      long late = lateBesideACrowd(folder.resolve("turn-" + turn));
      if (late < LATEST.toMillis()) {
        return;
      }
      latest.add(late);
    }
    assertThat(latest).as("milliseconds late in each turn, at most").isEmpty();
  }

  /** Returns by how many milliseconds a delay or a lease was late at most. */
  private static long lateBesideACrowd(Path data) {
    InstantSource clock = InstantSource.system();
    try (var files = DataFolder.open(data);
        var journal = Journal.open(files, new NioDisk(), BrokerFixture.STORE, clock);
        var scheduler = new SystemScheduler(System::nanoTime);
        var broker = Broker.open(journal, options(), clock, scheduler, BrokerListener.NONE)) {
      broker.lead();
      // Declared, since the crowd makes as many groups as clients may.
      broker
          .administration()
          .groups()
          .set(new ResourceName("", "GID_timed"), GroupSettings.DEFAULT);
      List<TestSession> crowd = gather(broker);
      List<Long> quiet = timed(broker, Duration.ofSeconds(2));

      crowd.forEach(broker.clients()::closed);
      List<Long> late = timed(broker, Limits.RECONNECT_TIME.plus(Duration.ofSeconds(10)));

      assertAllIsFree(broker);
      log.info(
          "late by {} ms at most, {} ms before the crowd vanished",
          Collections.max(late),
          Collections.max(quiet));
      return Collections.max(late);
    }
  }

  private static Broker.Options options() {
    return new Broker.Options(true, 1, StartPosition.EARLIEST, TransactionOptions.DEFAULT);
  }

  private static List<TestSession> gather(Broker broker) {
    for (int i = 0; i < HELD_BY_EACH; i++) {
      send(broker, CROWDED, MessageKind.NORMAL, 0);
    }
    List<TestSession> crowd = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      var session = new TestSession("client-" + i);
      broker.clients().opened(session);
      crowd.add(session);
      assertThat(held(broker, i, session.clientId())).isEqualTo(HELD_BY_EACH);
    }
    return crowd;
  }

  /** Takes all that a client can get of a group, and returns how many messages these are. */
  private static int held(Broker broker, int group, String clientId) {
    var request =
        new TakeRequest(
            new ResourceName("", "GID_" + group),
            CROWDED,
            clientId,
            TagFilter.parse("*"),
            Limits.MAX_RECEIVE_MESSAGES,
            Duration.ZERO,
            true,
            Duration.ZERO,
            null);
    int all = 0;
    for (int some = -1; some != 0; all += some) {
      some = await(broker, request).size();
      if (all + some == HELD_BY_EACH) {
        return HELD_BY_EACH;
      }
    }
    return all;
  }

  private static void assertAllIsFree(Broker broker) {
    for (int group = 0; group < CLIENTS; group += 97) {
      assertThat(held(broker, group, "heir"))
          .as("messages of group %d", group)
          .isEqualTo(HELD_BY_EACH);
    }
  }

  /** Times delays and leases for a while, and returns by how many milliseconds each was late. */
  private static List<Long> timed(Broker broker, Duration time) {
    var request = timedRequest(DELAY);
    // So that a busy machine has the time to acknowledge.
    var last = timedRequest(PATIENCE);
    List<Long> late = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long due = System.currentTimeMillis() + DELAY.toMillis();
      send(broker, TIMED, MessageKind.DELAY, due);
      await(broker, request);
      long taken = System.currentTimeMillis();
      late.add(taken - due);
      Delivery again = await(broker, last).get(0);
      late.add(System.currentTimeMillis() - taken - DELAY.toMillis());
      broker.acknowledge(request.group(), TIMED, again.receiptHandle());
    }
    return late;
  }

  private static TakeRequest timedRequest(Duration lease) {
    return new TakeRequest(
        new ResourceName("", "GID_timed"),
        TIMED,
        "timed",
        TagFilter.parse("*"),
        1,
        lease,
        false,
        Duration.ofSeconds(20),
        null);
  }

  private static void send(Broker broker, ResourceName topic, MessageKind kind, long due) {
    var message = new Submission(BrokerFixture.message(kind, null, due, "hello"), null);
    broker.publish(topic, "producer", List.of(message)).join();
  }

  private static List<Delivery> await(Broker broker, TakeRequest request) {
    return broker.take(request).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
