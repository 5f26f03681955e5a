package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Option;

/** How a topic is to be. */
final class TopicSettings {
  enum Kind {
    NORMAL,
    FIFO,
    DELAY,
    TRANSACTION
  }

  enum Permission {
    NONE,
    READ,
    WRITE,
    READ_WRITE
  }

  @Option(names = "--queues", paramLabel = "N", description = "Queues, 1 to 1024.")
  private Integer queues;

  @Option(
      names = "--accepts",
      split = ",",
      paramLabel = "KIND",
      description = "Kinds of messages: ${COMPLETION-CANDIDATES}. Usually all.")
  private List<Kind> accepts;

  @Option(
      names = "--permission",
      paramLabel = "WHAT",
      description = "What clients may do: ${COMPLETION-CANDIDATES}. Usually READ_WRITE.")
  private Permission permission;

  /** Puts what was named into a description of a topic. */
  ObjectNode into(ObjectNode topic) {
    if (queues != null) {
      topic.put("queues", queues);
    }
    if (accepts != null) {
      var kinds = topic.putArray("accepts");
      accepts.forEach(kind -> kinds.add(kind.name()));
    }
    if (permission != null) {
      topic.put("permission", permission.name());
    }
    return topic;
  }

  boolean isEmpty() {
    return queues == null && accepts == null && permission == null;
  }
}
