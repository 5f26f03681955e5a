package io.openons.conformance.servers;

import io.openons.conformance.cases.Case;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Places;
import io.openons.harness.ApacheCluster;
import io.openons.harness.ApacheCluster.Group;
import io.openons.proto.v2.MessageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An Apache RocketMQ with all topics and groups that the plan needs. */
final class ApacheServer implements Server {
  /** For a start at little cost: a short run is not worth a second compilation of its code. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int USUAL_RETRIES = 16;

  private final ApacheCluster cluster;

  ApacheServer(Places places, Path folder) {
    try {
      cluster =
          ApacheCluster.start(
              places.root().resolve("tests/rocketmq/target/classpath.txt"),
              Files.createDirectories(folder),
              JVM_OPTIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public String endpoint(Case one) {
    return cluster.endpoint();
  }

  /** All at once, because the tool is slow. */
  @Override
  public void prepare(List<PlannedRun> planned) {
    Map<String, MessageType> topics = new LinkedHashMap<>();
    List<Group> groups = new ArrayList<>();
    for (PlannedRun next : planned) {
      next.one()
          .needs()
          .topics()
          .forEach((topic, type) -> topics.put(next.name(topic), MessageType.valueOf(type)));
      for (String name : groups(next.one())) {
        Case.Group group = next.one().needs().groups().get(name);
        int attempts = group == null ? 0 : group.attempts();
        groups.add(
            new Group(
                next.name(name),
                attempts > 0 ? attempts - 1 : USUAL_RETRIES,
                group != null && group.ordered()));
        if (attempts > 0) {
          topics.put("%DLQ%" + next.name(name), MessageType.NORMAL);
        }
      }
    }
    try {
      cluster.createGroups(groups);
      cluster.createTopics(topics);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The groups of a case: those with settings, and the others that its steps name. */
  private static List<String> groups(Case one) {
    return Stream.concat(
            Stream.concat(Stream.of(Step.GROUP), one.needs().groups().keySet().stream()),
            one.steps().stream()
                .map(step -> step.given().get("group"))
                .filter(group -> group != null)
                .map(String::valueOf))
        .distinct()
        .toList();
  }

  @Override
  public String logs() {
    return cluster.logs();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
