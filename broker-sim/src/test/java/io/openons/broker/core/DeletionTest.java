package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.admin.view.TopicView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.testing.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a topic or group that an operator deletes is gone, at once and after every restart, and
 * never comes back under a new one's name; what is in use stays. Method: one broker on a virtual
 * clock that is restarted and killed at each stage. A failure means lost messages of somebody who
 * still uses them, or old messages in a new topic.
 */
class DeletionTest {
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    admin().topics().set(TOPIC, TopicSettings.open(2));
    admin().groups().set(GROUP, GroupSettings.DEFAULT);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Administration admin() {
    return fixture.broker().administration();
  }

  private List<String> topics() {
    return admin().topics().list(PageRequest.first(100)).items().stream()
        .map(TopicView::name)
        .map(ResourceName::toString)
        .toList();
  }

  private List<String> groups() {
    return admin().groups().list(PageRequest.first(100)).items().stream()
        .map(GroupView::name)
        .map(ResourceName::toString)
        .toList();
  }

  /** Leaves messages, leases, a delayed and a half message; its clients are gone then. */
  private void use() {
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.send("a", "b", "c", "d");
    fixture.takeNow().subList(0, 2).forEach(fixture::acknowledge);
    fixture.sendDelayed(Duration.ofMinutes(5), "late");
    fixture.sendHalf("producer", "half");
    fixture.time.advance(Duration.ofMinutes(1));
  }

  @Test
  @Tag("G-142")
  void a_deleted_topic_is_gone_with_all_that_belonged_to_it() {
    use();
    admin().topics().delete(TOPIC);
    assertThat(topics()).isEmpty();
    assertThat(admin().groups().find(GROUP).topics()).isZero();
    fixture.time.advance(A_WHILE);
    assertThat(admin().transactions().open(PageRequest.first(1)).items()).isEmpty();
    assertThat(fixture.journal().latest(KeyKinds.PROGRESS_NEXT)).isEmpty();
    assertThat(fixture.journal().latest(KeyKinds.PROGRESS_PAGE)).isEmpty();
    assertThat(fixture.journal().latest(KeyKinds.TOPIC)).isEmpty();
    assertThat(fixture.journal().latest(KeyKinds.DELETED_TOPIC)).isEmpty();
    assertThat(fixture.journal().queues(1)).isEmpty();

    fixture.restart();
    assertThat(topics()).isEmpty();
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.send("new");
    fixture.time.advance(Duration.ofHours(1));
    assertThat(bodies(fixture.takeNow())).containsExactly("new");
    assertThat(admin().messages().byId(TOPIC, BrokerFixture.message(null, "a").id(), 9)).isEmpty();
  }

  @Test
  void a_deletion_that_a_crash_interrupts_is_finished_after_it() {
    use();
    fixture.time.advance(A_WHILE);
    admin().topics().delete(TOPIC);
    admin().groups().delete(GROUP);

    fixture.kill();
    assertThat(topics()).isEmpty();
    assertThat(groups()).isEmpty();
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.send("new");
    fixture.time.advance(A_WHILE);
    fixture.kill();
    assertThat(bodies(fixture.takeNow())).containsExactly("new");
    assertThat(fixture.journal().latest(KeyKinds.DELETED_TOPIC)).isEmpty();
    assertThat(fixture.journal().latest(KeyKinds.DELETED_GROUP)).isEmpty();
  }

  @Test
  @Tag("G-143")
  void a_topic_or_group_with_live_clients_is_not_deleted_and_the_refusal_names_them() {
    fixture.connect("sender");
    fixture.broker().clients().publishes("sender", TOPIC);
    fixture.takeNow();
    fixture
        .broker()
        .join(
            new ResourceName("", "GID_other"),
            new Membership(
                new AdministrationTest.Sharing("member"),
                true,
                StartPosition.LATEST,
                Map.of(TOPIC, TagFilter.parse("*"))));

    assertThatThrownBy(() -> admin().topics().delete(TOPIC))
        .hasMessage(
            "topic orders is used by producer sender, consumer client of group GID_shop,"
                + " consumer member of group GID_other; end these first")
        .satisfies(refusal -> assertThat(reason(refusal)).isEqualTo(Reason.IN_USE));
    assertThatThrownBy(() -> admin().groups().delete(GROUP))
        .hasMessage("group GID_shop has 1 live clients, such as client; end these first");
    assertThat(topics()).contains("orders");
  }

  private static Reason reason(Throwable refusal) {
    return ((BrokerException) refusal).reason();
  }

  @Test
  void a_deleted_group_begins_anew_and_its_dead_letters_stay() {
    admin().groups().set(GROUP, new GroupSettings(false, 1, List.of(Duration.ofSeconds(1))));
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.broker().redeliveries(GROUP);
    fixture.send("bad");
    fixture.takeNow();
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofMinutes(1));

    admin().groups().delete(GROUP);
    fixture.time.advance(A_WHILE);
    fixture.restart();
    assertThat(groups()).isEmpty();
    assertThat(topics()).containsExactly("%DLQ%GID_shop", "orders");
    assertThatThrownBy(() -> admin().groups().delete(GROUP))
        .hasMessageContaining("group GID_shop does not exist");
    admin().groups().create(GROUP, GroupSettings.DEFAULT);
    assertThat(admin().groups().backlog(GROUP).lag()).isZero();
    assertThat(admin().deadLetters().list(GROUP, PageRequest.first(5)).items()).hasSize(1);
  }

  @Test
  void calls_that_wait_for_messages_of_a_deleted_topic_end_with_a_sentence() {
    fixture.broker().subscribe(GROUP, TOPIC);
    CompletableFuture<List<Delivery>> taken =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    CompletableFuture<?> read =
        fixture
            .broker()
            .read(
                new ReadRequest(
                    GROUP, TOPIC, 0, 0, TagFilter.parse("*"), 1, Duration.ofSeconds(20)));
    // The client that waits is only known by its last sign of life.
    fixture.broker().clients().terminated("client");

    admin().topics().delete(TOPIC);
    assertThatThrownBy(taken::join).hasMessageContaining("topic orders was deleted");
    assertThatThrownBy(read::join).hasMessageContaining("topic orders was deleted");
  }

  @Test
  void what_exists_is_not_created_again_and_what_does_not_is_not_changed() {
    assertThatThrownBy(() -> admin().topics().create(TOPIC, TopicSettings.open(1)))
        .hasMessage("topic orders exists already; change it, or choose another name");
    assertThatThrownBy(() -> admin().groups().create(GROUP, GroupSettings.DEFAULT))
        .hasMessage("group GID_shop exists already; change it, or choose another name");
    ResourceName other = new ResourceName("", "other");
    assertThatThrownBy(() -> admin().topics().change(other, TopicSettings.open(1)))
        .hasMessageContaining("topic other does not exist");
    assertThatThrownBy(() -> admin().groups().change(other, GroupSettings.DEFAULT))
        .hasMessageContaining("group other does not exist");

    assertThat(admin().topics().change(TOPIC, TopicSettings.open(3)).settings().queues())
        .isEqualTo(3);
    assertThat(admin().topics().create(other, TopicSettings.open(1)).messages()).isZero();
    fixture.broker().topic(new ResourceName("", "named"));
    assertThat(admin().topics().create(new ResourceName("", "named"), TopicSettings.open(4)))
        .satisfies(view -> assertThat(view.madeOnUse()).isFalse());
  }

  @Test
  void no_later_topic_gets_the_number_of_a_deleted_one() {
    admin().topics().create(new ResourceName("", "second"), TopicSettings.open(1));
    admin().topics().delete(new ResourceName("", "second"));
    fixture.time.advance(A_WHILE);
    fixture.restart();

    admin().topics().create(new ResourceName("", "third"), TopicSettings.open(1));
    assertThat(fixture.journal().latest(KeyKinds.TOPIC)).containsOnlyKeys("1", "3");
  }

  @Test
  void the_records_have_the_bytes_that_other_versions_expect() {
    admin().topics().delete(TOPIC);
    admin().groups().delete(GROUP);
    assertThat(fixture.journal().latest(KeyKinds.DELETED_TOPIC).get("1"))
        .isEqualTo(Golden.bytes("deletion-mark.hex"));
    assertThat(fixture.journal().latest(KeyKinds.DELETED_GROUP).get("1"))
        .isEqualTo(Golden.bytes("deletion-mark.hex"));

    fixture.time.advance(A_WHILE);
    assertThat(fixture.journal().latest(KeyKinds.LAST_NUMBER))
        .containsOnlyKeys("1", "2")
        .allSatisfy((kind, value) -> assertThat(value).isEqualTo(Golden.bytes("last-number.hex")));
  }

  @Test
  @Tag("G-105")
  void a_dead_letter_that_is_resent_comes_to_its_group_only() {
    ResourceName other = new ResourceName("", "GID_other");
    admin().groups().set(GROUP, new GroupSettings(false, 1, List.of(Duration.ofSeconds(1))));
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.broker().subscribe(other, TOPIC);
    fixture.sendTagged("A", "bad");
    fixture.takeNow();
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(fixture.takeNow()).isEmpty();
    StoredMessage letter = admin().deadLetters().list(GROUP, PageRequest.first(5)).items().get(0);

    admin().deadLetters().resend(GROUP, letter.queue(), letter.offset()).join();
    fixture.restart();
    List<Delivery> again = fixture.takeNow();
    assertThat(bodies(again)).containsExactly("bad");
    assertThat(again.get(0).attempt()).isEqualTo(1);
    assertThat(again.get(0).stored().message().tag()).isEqualTo("A");
    assertThat(bodies(fixture.takeNow(BrokerFixture.by(other)))).containsExactly("bad");
    assertThat(fixture.takeNow(BrokerFixture.by(other))).isEmpty();

    // It may fail once more, and whoever consumes the dead letters gets it again.
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(fixture.takeNow()).isEmpty();
    assertThat(admin().deadLetters().list(GROUP, PageRequest.first(5)).items())
        .hasSize(2)
        .allSatisfy(
            dead -> assertThat(dead.message().isFor(new ResourceName("", "anybody"))).isTrue());
    assertThatThrownBy(() -> admin().deadLetters().resend(GROUP, 0, 99))
        .hasMessage("group GID_shop has no dead letter at offset 99 of queue 0, or no longer");
  }
}
