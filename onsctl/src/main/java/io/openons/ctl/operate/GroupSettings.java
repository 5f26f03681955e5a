package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How a group is to be. */
final class GroupSettings {
  @Option(
      names = "--ordered",
      negatable = true,
      description = "Whether messages of a sharding key are delivered in order.")
  private Boolean ordered;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Deliveries after which a message becomes a dead letter, 1 to 1000.")
  private Integer maxAttempts;

  @Option(
      names = "--backoff",
      split = ",",
      paramLabel = "TIME",
      description = "Waits before the second delivery, the third and so on: 1s,10s,1m.")
  private List<Duration> backoff;

  /** Puts what was named into a description of a group. */
  ObjectNode into(ObjectNode group) {
    if (ordered != null) {
      group.put("ordered", ordered);
    }
    if (maxAttempts != null) {
      group.put("maxAttempts", maxAttempts);
    }
    if (backoff != null) {
      var waits = group.putArray("backoffMs");
      backoff.forEach(wait -> waits.add(wait.toMillis()));
    }
    return group;
  }

  boolean isEmpty() {
    return ordered == null && maxAttempts == null && backoff == null;
  }
}
