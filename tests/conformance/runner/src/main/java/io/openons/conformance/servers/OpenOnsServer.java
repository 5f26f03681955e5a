package io.openons.conformance.servers;

import io.openons.broker.GroupSettings;
import io.openons.broker.MessageKind;
import io.openons.broker.OnsBroker;
import io.openons.broker.Permission;
import io.openons.broker.StartPosition;
import io.openons.broker.TopicSettings;
import io.openons.conformance.cases.Case;
import io.openons.conformance.cases.Durations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two brokers, one that lets everybody in and one that knows its users. They are in this process,
 * because how soon a broker asks about transactions is no option of the one that is started alone.
 */
final class OpenOnsServer implements Server {
  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final int CHECKS = 10;

  /** The users of cases about credentials. */
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "ann", "secretKey": "anns-secret", "user": "ann",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "ann-2", "secretKey": "anns-next-secret", "user": "ann",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "bob", "secretKey": "bobs-secret", "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "tom", "secretKey": "toms-secret", "sessionToken": "toms-token",
         "topics": {"*": "both"}, "groups": {"*": "both"}},
        {"accessKey": "rea", "secretKey": "reas-secret", "topics": {"*": "subscribe"}, "groups": {"*": "both"}},
        {"accessKey": "wri", "secretKey": "wris-secret", "topics": {"*": "publish"}}
      ]}
      """;

  private final Path folder;
  private final OnsBroker guarded;
  private OnsBroker open;

  OpenOnsServer(Path folder) {
    this.folder = folder;
    this.open = start(0);
    this.guarded = builder("guarded").users(users()).start();
  }

  private OnsBroker start(int port) {
    return builder("open").grpcPort(port).start();
  }

  private OnsBroker.Builder builder(String name) {
    return OnsBroker.builder()
        .dataDir(folder.resolve(name))
        .newGroupsStartAt(StartPosition.EARLIEST)
        .diskWatermark(1)
        .transactionChecks(CHECK, CHECK, CHECKS);
  }

  private Path users() {
    try {
      return Files.writeString(Files.createDirectories(folder).resolve("users.json"), USERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String endpoint(Case one) {
    return one.needs().users() ? guarded.endpoint() : open.endpoint();
  }

  @Override
  public void prepare(List<PlannedRun> planned) {
    for (PlannedRun next : planned) {
      Case.Needs needs = next.one().needs();
      OnsBroker broker = needs.users() ? guarded : open;
      if (needs.queues() > 0 || needs.strict()) {
        needs
            .topics()
            .forEach((topic, type) -> broker.createTopic(next.name(topic), settings(needs, type)));
      }
      needs
          .groups()
          .forEach((name, group) -> broker.configureGroup(next.name(name), settings(group)));
    }
  }

  private static TopicSettings settings(Case.Needs needs, String type) {
    Set<MessageKind> accepts =
        needs.strict() ? Set.of(MessageKind.valueOf(type)) : Set.of(MessageKind.values());
    int queues = needs.queues() > 0 ? needs.queues() : OnsBroker.DEFAULT_QUEUES;
    return new TopicSettings(queues, accepts, Permission.READ_WRITE);
  }

  private static GroupSettings settings(Case.Group group) {
    int attempts = group.attempts() > 0 ? group.attempts() : GroupSettings.DEFAULT.maxAttempts();
    List<Duration> backoff =
        group.backoff() == null
            ? GroupSettings.DEFAULT.backoff()
            : Stream.of(group.backoff().split(" ")).map(Durations::parse).toList();
    return new GroupSettings(group.ordered(), attempts, backoff);
  }

  @Override
  public void restart() {
    int port = open.grpcPort();
    open.close();
    open = start(port);
  }

  @Override
  public void stop() {
    open.close();
  }

  @Override
  public void close() {
    open.close();
    guarded.close();
  }
}
