package io.openons.broker.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openons.broker.core.Broker;
import io.openons.broker.core.VirtualTime;
import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.topic.Permission;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the broker has what its resources file says, and a fault in the file is told with its place
 * and its remedy. Method: files, applied to a broker. A failure means topics that are not as the
 * team agreed on.
 */
class ResourcesFileTest {
  private static final int QUEUES = 8;

  @TempDir Path folder;
  private DataFolder data;
  private Journal journal;
  private Broker broker;

  @BeforeEach
  void start() {
    VirtualTime time = new VirtualTime();
    data = DataFolder.open(folder.resolve("data"));
    journal = Journal.open(data, new NioDisk(), StoreOptions.DEFAULT, InstantSource.system());
    broker =
        Broker.open(
            journal,
            new Broker.Options(false, QUEUES, StartPosition.LATEST, TransactionOptions.DEFAULT),
            time,
            time,
            BrokerListener.NONE);
  }

  @AfterEach
  void stop() {
    broker.close();
    journal.close();
    data.close();
  }

  @Test
  void topics_are_as_the_file_says() throws IOException {
    apply(
        """
        {"topics": {
          "orders": {"queues": 16, "accepts": "FIFO", "permission": "READ"},
          "MQ_1%events": {"accepts": ["normal", "delay"]},
          "plain": {}
        }}
        """);

    assertThat(topic("orders"))
        .isEqualTo(new TopicSettings(16, Set.of(MessageKind.FIFO), Permission.READ));
    assertThat(broker.topic(new ResourceName("MQ_1", "events")).settings().accepts())
        .containsExactlyInAnyOrder(MessageKind.NORMAL, MessageKind.DELAY);
    assertThat(topic("plain")).isEqualTo(TopicSettings.open(QUEUES));
  }

  @Test
  void groups_are_as_the_file_says() throws IOException {
    apply(
        """
        {"groups": {
          "GID_a": {"ordered": true, "maxAttempts": 4, "backoff": ["500ms", "10s", "3m", "2h"]},
          "GID_b": {"maxAttempts": 2}
        }}
        """);

    assertThat(group("GID_a"))
        .isEqualTo(
            new GroupSettings(
                true,
                4,
                List.of(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(3),
                    Duration.ofHours(2))));
    assertThat(group("GID_b"))
        .isEqualTo(new GroupSettings(false, 2, GroupSettings.DEFAULT.backoff()));
  }

  @Test
  void a_topic_keeps_its_queues_when_the_file_does_not_say_how_many() throws IOException {
    apply("{\"topics\": {\"orders\": {\"queues\": 16}}}");

    apply("{\"topics\": {\"orders\": {\"accepts\": \"DELAY\"}}}");

    assertThat(topic("orders"))
        .isEqualTo(new TopicSettings(16, Set.of(MessageKind.DELAY), Permission.READ_WRITE));
  }

  @Test
  void the_same_file_again_changes_nothing() throws IOException {
    String content =
        "{\"topics\": {\"orders\": {\"queues\": 3}}, \"groups\": {\"GID_a\": {\"ordered\": true}}}";
    apply(content);
    TopicSettings topic = topic("orders");
    GroupSettings group = group("GID_a");

    apply(content);

    assertThat(topic("orders")).isEqualTo(topic);
    assertThat(group("GID_a")).isEqualTo(group);
  }

  @Test
  void queues_that_would_be_lost_are_a_fault() throws IOException {
    apply("{\"topics\": {\"orders\": {\"queues\": 16}}}");

    assertThat(fault("{\"topics\": {\"orders\": {\"queues\": 4}}}"))
        .hasMessageContaining("topics.orders: topic orders has 16 queues, which cannot become 4");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void a_fault_is_told_with_its_place(String content, String told) {
    assertThat(fault(content.replace('\'', '"')))
        .hasMessageStartingWith("resources file " + folder.resolve("resources.json"))
        .hasMessageContaining(told);
  }

  static Stream<Arguments> a_fault_is_told_with_its_place() {
    return Stream.of(
        arguments("[]", "line 1: must be an object {...}"),
        arguments("{'topics': {},\n}", "line 2: is not JSON; check quotes, commas and brackets"),
        arguments("{'topic': {}}", "unknown field 'topic'; expected one of [topics, groups]"),
        arguments("{'topics': {'t': null}}", "has a null; write {}"),
        arguments("{'topics': {'t': {}, 't': {}}}", "'t'; remove one"),
        arguments("{'topics': {'t': {'queues': '8'}}}", "topics.t.queues: must be a whole number"),
        arguments("{'topics': {'t': {'queues': 1.5}}}", "topics.t.queues: must be a whole number"),
        arguments(
            "{'topics': {'t': {'queues': 99999999999}}}", "topics.t.queues: the value cannot"),
        arguments(
            "{'topics': {\n't': {'queues': 0}}}",
            "line 2, topics.t: a topic has 1 to 1024 queues, not 0"),
        arguments("{'topics': {'t': {'queues': 1025}}}", "1 to 1024 queues, not 1025"),
        arguments(
            "{'topics': {'t': {'accepts': 'LITE'}}}",
            "topics.t.accepts[0]: must be one of [normal, fifo, delay, transaction]"),
        arguments("{'topics': {'t': {'accepts': []}}}", "must accept at least one kind"),
        arguments(
            "{'topics': {'t': {'permission': 'ALL'}}}",
            "topics.t.permission: must be one of [none, read, write, read_write]"),
        arguments("{'topics': {'t': {'order': true}}}", "unknown field 'order'; expected one of ["),
        arguments("{'topics': {'a b': {}}}", "topics.a b: name of topic 'a b' may have only"),
        arguments(
            "{'topics': {'TBW102': {}}}", "topics.TBW102: name of topic 'TBW102' is reserved"),
        arguments("{'groups': {'a b': {}}}", "groups.a b: name of consumer group 'a b'"),
        arguments(
            "{'groups': {'g': {'ordered': 'yes'}}}", "groups.g.ordered: must be true or false"),
        arguments("{'groups': {'g': {'maxAttempts': 0}}}", "groups.g: a group's messages are deli"),
        arguments("{'groups': {'g': {'backoff': []}}}", "groups.g: a group needs at least one"),
        arguments(
            "{'groups': {'g': {'backoff': ['13h']}}}", "groups.g: a back-off is PT13H; allow"),
        arguments(
            "{'groups': {'g': {'backoff': ['10']}}}",
            "groups.g: '10' is not a duration; write a number and ms, s, m or h: 10s"),
        arguments("{'groups': {'g': {'backoff': [null]}}}", "'null' is not a duration"),
        arguments("{'groups': {'g': {'backoff': ['-1s']}}}", "'-1s' is not a duration"));
  }

  private void apply(String content) throws IOException {
    ResourcesFile.read(Files.writeString(folder.resolve("resources.json"), content))
        .apply(broker.administration(), QUEUES);
  }

  private ConfigurationException fault(String content) {
    return catchThrowableOfType(ConfigurationException.class, () -> apply(content));
  }

  private TopicSettings topic(String name) {
    return broker.topic(new ResourceName("", name)).settings();
  }

  private GroupSettings group(String name) {
    return broker.group(new ResourceName("", name)).settings();
  }
}
