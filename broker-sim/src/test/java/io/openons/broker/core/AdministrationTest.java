package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.filtered;
import static io.openons.broker.core.BrokerFixture.renewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.admin.view.MemberView;
import io.openons.broker.core.admin.view.QueueView;
import io.openons.broker.core.admin.view.SubscriptionView;
import io.openons.broker.core.admin.view.TopicView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.member.Member;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.send.OpenTransaction;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientView;
import io.openons.broker.core.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: operators see what is there: topics, queues, groups, clients, transactions. Method: one
 * broker on a virtual clock, and clients of each way to consume. A failure means that an operator
 * decides by wrong figures, or that a list has no bound.
 */
class AdministrationTest {
  private static final ClientInfo INFO =
      new ClientInfo("remoting", "JAVA", "5.5.0", "10.0.0.1:4711", Instant.EPOCH);

  /** A member of a group that shares out its queues. */
  record Sharing(String clientId) implements Member {
    @Override
    public ClientInfo info() {
      return INFO;
    }

    @Override
    public void changed(ResourceName group) {}
  }

  @TempDir Path folder;
  private BrokerFixture fixture;
  private Administration admin;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    admin = fixture.broker().administration();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static ResourceName name(String text) {
    return ResourceName.of("", text);
  }

  private static PageRequest all() {
    return PageRequest.first(PageRequest.MAX_LIMIT);
  }

  @Test
  @Tag("G-141")
  void topics_are_listed_by_name_page_by_page() {
    for (int i = 0; i < 25; i++) {
      admin.topics().set(name("topic-%02d".formatted(i)), TopicSettings.open(2));
    }

    List<String> listed = new ArrayList<>();
    Page<TopicView> page = admin.topics().list(PageRequest.first(10));
    assertThat(page.items()).hasSize(10);
    while (true) {
      page.items().forEach(topic -> listed.add(topic.name().toString()));
      if (page.next() == null) {
        break;
      }
      page = admin.topics().list(PageRequest.after(page.next(), 10));
    }
    assertThat(listed).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(admin.topics().list(new PageRequest(null, 5, "-1")).items())
        .extracting(topic -> topic.name().name())
        .containsExactly("topic-10", "topic-11", "topic-12", "topic-13", "topic-14");
    assertThatThrownBy(() -> PageRequest.first(1001)).isInstanceOf(BrokerException.class);
  }

  @Test
  @Tag("G-098")
  void queues_have_their_offsets_and_the_times_of_their_messages() {
    admin.topics().set(TOPIC, TopicSettings.open(2));
    Instant start = fixture.time.instant();
    fixture.send("a", "b");
    fixture.time.advance(Duration.ofSeconds(5));
    fixture.send("c");

    assertThat(admin.topics().queues(TOPIC))
        .containsExactly(
            new QueueView(0, 0, 2, start, start.plusSeconds(5)),
            new QueueView(1, 0, 1, start, start));
    assertThat(admin.topics().find(TOPIC).messages()).isEqualTo(3);
    assertThatThrownBy(() -> admin.topics().find(name("other")))
        .hasMessageContaining("topic other does not exist");
  }

  @Test
  @Tag("G-094")
  @Tag("G-148")
  @Tag("G-149")
  void groups_have_their_live_clients_whichever_way_they_consume() {
    fixture.broker().subscribe(GROUP, TOPIC);
    fixture.takeNow(renewed("taker", null));
    ResourceName sharing = name("GID_sharing");
    admin.groups().set(sharing, GroupSettings.DEFAULT);
    fixture
        .broker()
        .join(
            sharing,
            new Membership(
                new Sharing("member"),
                true,
                StartPosition.EARLIEST,
                Map.of(TOPIC, TagFilter.parse("A"))));

    assertThat(admin.groups().members(GROUP, all()).items())
        .containsExactly(
            new MemberView("taker", MemberView.Way.LEASES, ClientInfo.UNKNOWN, Map.of(TOPIC, "*")));
    assertThat(admin.groups().members(sharing, all()).items())
        .containsExactly(
            new MemberView("member", MemberView.Way.SHARED_QUEUES, INFO, Map.of(TOPIC, "A")));
    assertThat(admin.groups().list(all()).items())
        .extracting(group -> group.name().name(), GroupView::members, GroupView::topics)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("GID_sharing", 1, 1),
            org.assertj.core.groups.Tuple.tuple("GID_shop", 1, 1));
    assertThat(admin.topics().groups(TOPIC, all()).items()).containsExactly(sharing, GROUP);

    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(admin.groups().members(GROUP, all()).items()).isEmpty();
    assertThat(admin.groups().find(GROUP).topics()).isEqualTo(1);
  }

  @Test
  @Tag("G-092")
  void contradictions_of_subscriptions_name_the_clients_of_each_side() {
    fixture.takeNow(filtered("A"));
    fixture.takeNow(renewed("other", null));

    SubscriptionView seen = admin.groups().subscriptions(GROUP, all()).items().get(0);
    assertThat(seen.isContradictory()).isTrue();
    assertThat(seen.clients()).isEqualTo(Map.of("A", List.of("client"), "*", List.of("other")));
    fixture.takeNow(renewed("client", null));
    assertThat(admin.groups().subscriptions(GROUP, all()).items().get(0).isContradictory())
        .isFalse();
  }

  @Test
  void clients_that_live_are_listed_and_found() {
    fixture.connect("producer");
    fixture.broker().clients().publishes("producer", TOPIC);
    fixture.broker().clients().seen("silent");

    assertThat(admin.clients().list(all()).items())
        .extracting(ClientView::clientId)
        .containsExactly("producer", "silent");
    assertThat(admin.clients().find("producer").orElseThrow().publishes()).isEqualTo(Set.of(TOPIC));
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(admin.clients().list(all()).items())
        .extracting(ClientView::clientId)
        .containsExactly("producer");
    assertThat(admin.clients().find("silent")).isEmpty();
  }

  @Test
  void open_transactions_are_listed_and_decided_by_hand() {
    Instant start = fixture.time.instant();
    fixture.connect("producer");
    String one = fixture.sendHalf("producer", "a");
    String other = fixture.sendHalf("producer", "b");

    Page<OpenTransaction> page = admin.transactions().open(PageRequest.first(1));
    OpenTransaction first = page.items().get(0);
    assertThat(first.id()).isEqualTo(one);
    assertThat(first.topic()).isEqualTo(TOPIC);
    assertThat(first.since()).isEqualTo(start);
    assertThat(first.isSetAside()).isFalse();
    assertThat(admin.transactions().open(PageRequest.after(page.next(), 1)).items())
        .extracting(OpenTransaction::id)
        .containsExactly(other);

    fixture.broker().subscribe(GROUP, TOPIC);
    admin.transactions().decide(one, true).join();
    admin.transactions().decide(other, false).join();
    fixture.restart();
    admin = fixture.broker().administration();
    assertThat(BrokerFixture.bodies(fixture.takeNow())).containsExactly("a");
    assertThat(admin.transactions().open(all()).items()).isEmpty();
    assertThatThrownBy(() -> admin.transactions().decide(other, true))
        .hasMessageContaining("unknown or already decided");
  }
}
