package io.openons.conformance.random;

import java.util.Map;

/**
 * An operation of a random program.
 *
 * @param verb what is done
 * @param fields with what, as the protocol has it; a message of its own for each send
 */
record RandomStep(String verb, Map<String, String> fields) {
  static final String CONSUME = "consume";
  static final String RESTART_PRODUCER = "restart-producer";

  /** Ends the consumer when it has taken all; the next consume makes one again. */
  static final String CLOSE_CONSUMER = "close-consumer";

  static final String SEND_CLOSED = "send-after-close";

  boolean sends() {
    return verb.startsWith("send");
  }

  @Override
  public String toString() {
    return verb + (fields.isEmpty() ? "" : " " + fields);
  }
}
