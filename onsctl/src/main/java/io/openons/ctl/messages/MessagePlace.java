package io.openons.ctl.messages;

import io.openons.ctl.api.Query;
import picocli.CommandLine.Parameters;

/** Where a message is. */
final class MessagePlace {
  @Parameters(index = "0", paramLabel = "TOPIC", description = "Name of the topic.")
  private String topic;

  @Parameters(index = "1", paramLabel = "QUEUE", description = "Number of the queue.")
  private int queue;

  @Parameters(index = "2", paramLabel = "OFFSET", description = "Offset in the queue.")
  private long offset;

  /** Returns what asks for the message. */
  Query message() {
    return Query.of("topics", topic, "queues", queue, "messages", offset);
  }

  /** Returns what asks for its body alone. */
  Query body() {
    return Query.of("topics", topic, "queues", queue, "messages", offset, "body");
  }
}
