package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.store.FaultyDisk;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a disk that runs full stops sending, with a reason, and nothing else. Method: a broker on a
 * disk that says how full it is. A failure means a broken log, or consumers that stand still.
 */
class FullDiskTest {
  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture =
        new BrokerFixture(
            folder,
            BrokerFixture.OPTIONS,
            new StoreOptions(1 << 20, FlushMode.ASYNC, Retention.DEFAULT, 0.9),
            disk);
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void assertSendIsRefused(String why) {
    assertThatThrownBy(() -> fixture.send("refused"))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS))
        .hasMessageContaining(why);
  }

  @Test
  void above_the_watermark_sends_are_refused_with_the_figures_and_consuming_goes_on() {
    fixture.send("before");
    disk.setShare(0.93);
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    assertSendIsRefused(
        "is 93.0 % full (70000 of 1000000 bytes are free), the watermark is 90.0 %");
    List<Delivery> taken = fixture.takeNow();
    assertThat(bodies(taken)).containsExactly("before");
    fixture.acknowledge(taken.get(0));

    disk.setShare(0.9);
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    fixture.send("after");
    assertThat(bodies(fixture.takeNow())).containsExactly("after");
  }

  @Test
  void a_write_that_finds_the_disk_full_is_refused_and_what_came_before_is_there() {
    fixture.send("before");
    disk.failWritesAfter(50);
    assertSendIsRefused("No space left on device");
    List<Delivery> taken = fixture.takeNow();
    assertThat(bodies(taken)).containsExactly("before");
    fixture.acknowledge(taken.get(0));

    disk.heal();
    fixture.send("after");
    fixture.restart();
    assertThat(bodies(fixture.takeNow())).containsExactly("after");
  }

  @Test
  void a_delayed_message_whose_time_comes_on_a_full_disk_comes_when_there_is_room() {
    fixture.sendDelayed(Duration.ofMinutes(1), "late");
    disk.failWritesAfter(0);
    fixture.time.advance(Duration.ofMinutes(2));
    assertThat(fixture.takeNow()).isEmpty();

    disk.heal();
    fixture.time.advance(Duration.ofSeconds(2));
    assertThat(bodies(fixture.takeNow())).containsExactly("late");
  }
}
