package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.admin.OffsetAdmin;
import io.openons.broker.core.admin.ResetTarget;
import io.openons.broker.core.admin.view.ResetPlan;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.member.Member;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an operator sees what a reset would do, and it does that. Method: one broker on a virtual
 * clock, ten messages in two queues, one each second. A failure means that an operator loses
 * messages by a figure that was wrong.
 */
class ResetTest {
  @TempDir Path folder;
  private BrokerFixture fixture;
  private long start;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    Administration admin = fixture.broker().administration();
    admin.topics().set(TOPIC, TopicSettings.open(2));
    admin.groups().set(GROUP, GroupSettings.DEFAULT);
    fixture.broker().subscribe(GROUP, TOPIC);
    start = fixture.time.millis();
    for (int i = 0; i < 10; i++) {
      fixture.send("m" + i);
      fixture.time.advance(Duration.ofSeconds(1));
    }
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private OffsetAdmin offsets() {
    return fixture.broker().administration().offsets();
  }

  private static ResetPlan.Queue queue(int number, long before, long after) {
    return new ResetPlan.Queue(
        number, before, after, Math.max(0, after - before), Math.max(0, before - after));
  }

  @Test
  @Tag("G-095")
  @Tag("G-096")
  void a_dry_run_shows_what_happens_to_each_queue_and_does_nothing() {
    fixture.takeNow().forEach(fixture::acknowledge);

    assertThat(offsets().plan(GROUP, TOPIC, ResetTarget.time(start + 6_000)).queues())
        .containsExactly(queue(0, 5, 3), queue(1, 5, 3));
    assertThat(offsets().plan(GROUP, TOPIC, ResetTarget.EARLIEST).again()).isEqualTo(10);
    assertThat(offsets().plan(GROUP, TOPIC, ResetTarget.LATEST).skipped()).isZero();
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  @Tag("G-095")
  void what_was_stored_from_a_time_on_comes_again_also_after_a_crash() {
    fixture.takeNow().forEach(fixture::acknowledge);

    ResetPlan done = offsets().reset(GROUP, TOPIC, ResetTarget.time(start + 6_000));
    assertThat(done.again()).isEqualTo(4);
    fixture.kill();
    assertThat(bodies(fixture.takeNow())).containsExactlyInAnyOrder("m6", "m7", "m8", "m9");
  }

  @Test
  @Tag("G-096")
  void what_accumulated_is_skipped_and_leases_count_no_more() {
    List<Delivery> held = fixture.takeNow();
    assertThat(offsets().reset(GROUP, TOPIC, ResetTarget.LATEST).skipped()).isEqualTo(10);

    assertThatThrownBy(() -> fixture.acknowledge(held.get(0)))
        .hasMessageContaining("consumed already");
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(fixture.takeNow()).isEmpty();
    assertThat(fixture.broker().administration().groups().backlog(GROUP).lag()).isZero();
    fixture.send("new");
    assertThat(bodies(fixture.takeNow())).containsExactly("new");
  }

  @Test
  void one_queue_can_be_set_to_an_offset_and_the_nearest_one_is_taken() {
    assertThat(offsets().reset(GROUP, TOPIC, 1, ResetTarget.offset(99)).queues())
        .containsExactly(queue(1, 0, 5));
    assertThat(fixture.takeNow()).hasSize(5).allMatch(taken -> taken.stored().queue() == 0);
    assertThatThrownBy(() -> offsets().reset(GROUP, TOPIC, 2, ResetTarget.LATEST))
        .hasMessageContaining("has the queues 0 to 1, not 2");
    assertThatThrownBy(() -> ResetTarget.offset(-1)).hasMessageContaining("-1 is neither");
    assertThatThrownBy(() -> offsets().plan(new ResourceName("", "x"), TOPIC, ResetTarget.LATEST))
        .hasMessageContaining("group x does not exist");
  }

  @Test
  @Tag("G-097")
  void members_that_share_queues_are_told_and_refuse_when_they_cannot_be() {
    ResourceName group = new ResourceName("", "GID_sharing");
    Map<Integer, Long> told = new HashMap<>();
    Member hears =
        new Member() {
          @Override
          public String clientId() {
            return "hears";
          }

          @Override
          public boolean canReset() {
            return true;
          }

          @Override
          public void reset(
              ResourceName name, ResourceName topic, long time, Map<Integer, Long> offsets) {
            told.putAll(offsets);
          }

          @Override
          public void changed(ResourceName name) {}
        };
    join(group, hears);

    assertThat(offsets().reset(group, TOPIC, ResetTarget.LATEST).skipped()).isEqualTo(10);
    assertThat(told).isEqualTo(Map.of(0, 5L, 1, 5L));
    assertThat(fixture.broker().committedOffset(group, TOPIC, 1)).isEqualTo(5);

    join(group, new AdministrationTest.Sharing("deaf"));
    assertThatThrownBy(() -> offsets().reset(group, TOPIC, ResetTarget.EARLIEST))
        .hasMessageContaining("1 members that cannot be told of other offsets: deaf");
    assertThat(fixture.broker().committedOffset(group, TOPIC, 1)).isEqualTo(5);
  }

  private void join(ResourceName group, Member member) {
    fixture
        .broker()
        .join(
            group,
            new Membership(
                member, true, StartPosition.EARLIEST, Map.of(TOPIC, TagFilter.parse("*"))));
  }
}
