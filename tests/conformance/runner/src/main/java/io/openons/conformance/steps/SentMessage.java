package io.openons.conformance.steps;

import io.openons.conformance.cases.Body;
import io.openons.conformance.drivers.Fields;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * A message that was sent.
 *
 * @param body as the case writes it
 * @param topic as the case writes it
 * @param fields as the driver was given them
 * @param deliverAt its delivery time; null: at once
 * @param messageId what the sender was told; empty when it was told none
 * @param recallHandle likewise
 */
record SentMessage(
    String body,
    String topic,
    Fields fields,
    Instant deliverAt,
    String messageId,
    String recallHandle) {

  /** What Apache RocketMQ's proxy adds to the user properties of messages. */
  private static final Set<String> SERVERS_OWN =
      Set.of(
          "__SHARDINGKEY",
          "__transactionId__",
          "CHECK_IMMUNITY_TIME_IN_SECONDS",
          "TRANSACTION_CHECK_TIMES");

  /** Checks that a delivery brings what was sent, and not too early. */
  void check(Fields delivery, String prefix, boolean deadLetter) {
    for (String name : new String[] {"tag", "key", "shardingKey"}) {
      same(name, fields.get(name), delivery.get(prefix + name));
    }
    Map<String, String> found = delivery.below(prefix + "user.");
    found.keySet().removeAll(SERVERS_OWN);
    same("user properties", fields.below("user."), found);
    if (!deadLetter) {
      same("topic", fields.get("topic"), delivery.get(prefix + "topic"));
    }
    if (!messageId.isEmpty()) {
      same("message id", messageId, delivery.get(prefix + "messageId"));
    }
    if (deliverAt != null && Instant.now().isBefore(deliverAt)) {
      throw new AssertionError("'" + body + "' came before its time: " + deliverAt);
    }
  }

  private void same(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new AssertionError(
          "the %s of '%s' was %s and came as %s".formatted(what, body, wanted, found));
    }
  }

  /** Whether a delivery has this body. */
  static boolean hasBody(Fields delivery, String prefix, String body) {
    return Base64.getEncoder()
        .encodeToString(Body.bytes(body))
        .equals(delivery.get(prefix + "body"));
  }
}
