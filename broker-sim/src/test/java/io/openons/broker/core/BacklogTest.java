package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.admin.GroupAdmin;
import io.openons.broker.core.admin.view.Backlog;
import io.openons.broker.core.admin.view.TopicBacklog;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.QueuePlace;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: lag, in flight, ready and their times are exactly what the definitions say. Method: counts
 * that the test makes, on a virtual clock; equality, never a range. A failure means that an alarm
 * rings late, or without a cause.
 */
class BacklogTest {
  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    fixture.broker().administration().topics().set(TOPIC, TopicSettings.open(1));
    fixture.broker().administration().groups().set(GROUP, GroupSettings.DEFAULT);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private GroupAdmin groups() {
    return fixture.broker().administration().groups();
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private List<Delivery> take(int count) {
    TakeRequest usual = BrokerFixture.take();
    return fixture.takeNow(
        new TakeRequest(
            GROUP,
            TOPIC,
            "client",
            usual.filter(),
            count,
            seconds(600),
            false,
            Duration.ZERO,
            null));
  }

  @Test
  @Tag("G-154")
  @Tag("G-156")
  void leases_are_in_flight_until_all_before_them_are_finished() {
    fixture.broker().subscribe(GROUP, TOPIC);
    for (int i = 0; i < 10; i++) {
      fixture.send("m" + i);
      fixture.time.advance(seconds(1));
    }

    List<Delivery> held = take(4);
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(4, 6, 4, seconds(10), seconds(6)));

    fixture.acknowledge(held.get(0));
    fixture.acknowledge(held.get(2));
    Backlog left = groups().backlog(GROUP);
    assertThat(left).isEqualTo(new Backlog(3, 6, 2, seconds(9), seconds(6)));
    assertThat(left.lag()).isEqualTo(9);
    assertThat(groups().backlog(GROUP, TOPIC).queues().get(0).place())
        .isEqualTo(new QueuePlace(0, 0, 10, 1, 4, 2));

    fixture.acknowledge(held.get(1));
    fixture.acknowledge(held.get(3));
    take(6).forEach(fixture::acknowledge);
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(0, 0, 0, null, null));
  }

  @Test
  @Tag("G-156")
  void a_group_without_live_clients_has_no_queue_time() {
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.send("a", "b");
    take(1);
    fixture.time.advance(seconds(60));

    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(1, 1, 1, seconds(60), null));
  }

  @Test
  @Tag("G-155")
  void a_delayed_message_is_ready_from_its_time_on_and_a_transaction_from_its_commit() {
    fixture.connect("producer");
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.sendDelayed(seconds(100), "late");
    assertThat(groups().backlog(GROUP).lag()).isZero();
    fixture.time.advance(seconds(130));
    take(1).forEach(fixture::acknowledge);

    fixture.sendDelayed(seconds(7), "late again");
    fixture.time.advance(seconds(10));
    assertThat(take(1)).hasSize(1);
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(1, 0, 1, seconds(3), null));

    String half = fixture.sendHalf("producer", "half");
    fixture.time.advance(seconds(20));
    assertThat(groups().backlog(GROUP).ready()).isZero();
    fixture.broker().endTransaction(TOPIC, half, true).join();
    fixture.time.advance(seconds(5));
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(1, 1, 1, seconds(28), seconds(5)));
  }

  @Test
  @Tag("G-154")
  void what_a_member_pulled_and_did_not_commit_is_in_flight() {
    join();
    fixture.send("a", "b", "c", "d", "e");
    fixture.time.advance(seconds(4));
    fixture.broker().read(read(0, 3)).join();
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(3, 2, 0, seconds(4), seconds(4)));

    fixture.broker().moveOffset(GROUP, TOPIC, 0, 2);
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(1, 2, 0, seconds(4), seconds(4)));
    fixture.restart();
    join();
    assertThat(groups().backlog(GROUP)).isEqualTo(new Backlog(0, 3, 0, seconds(4), seconds(4)));
  }

  private void join() {
    fixture
        .broker()
        .join(
            GROUP,
            new Membership(
                new AdministrationTest.Sharing("member"),
                true,
                StartPosition.EARLIEST,
                Map.of(TOPIC, TagFilter.parse("*"))));
  }

  private static ReadRequest read(long offset, int count) {
    return new ReadRequest(GROUP, TOPIC, 0, offset, TagFilter.parse("*"), count, Duration.ZERO);
  }

  @Test
  void each_topic_of_a_group_has_figures_of_its_own_and_a_queue_that_was_added_counts() {
    ResourceName other = new ResourceName("", "others");
    fixture.broker().topic(other);
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.broker().subscribe(GROUP, other);
    fixture.send("a");
    fixture.broker().administration().topics().set(TOPIC, TopicSettings.open(2));
    fixture.send("b", "c");

    assertThat(groups().backlogs(GROUP, PageRequest.first(1)).items())
        .singleElement()
        .satisfies(
            topic -> {
              assertThat(topic.topic()).isEqualTo(TOPIC);
              assertThat(topic.total().ready()).isEqualTo(3);
              assertThat(topic.queues()).hasSize(2);
            });
    assertThat(groups().backlogs(GROUP, PageRequest.first(9)).items())
        .extracting(TopicBacklog::topic)
        .containsExactly(TOPIC, other);
    assertThat(groups().find(GROUP).lag()).isEqualTo(3);
    assertThatThrownBy(() -> groups().backlog(GROUP, new ResourceName("", "unknown")))
        .hasMessageContaining("topic unknown does not exist");
  }
}
