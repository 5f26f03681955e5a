package io.openons.ctl.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** All of a message but its body. */
final class NewMessage {
  @Option(names = "--tag", paramLabel = "TAG", description = "Its tag.")
  private String tag;

  @Option(names = "--key", paramLabel = "KEY", description = "A key; may be repeated.")
  private List<String> keys = List.of();

  @Option(
      names = {"-H", "--property"},
      paramLabel = "NAME=VALUE",
      description = "A property; may be repeated.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--sharding-key",
      paramLabel = "KEY",
      description = "Messages with the same one stay in order.")
  private String shardingKey;

  @Option(names = "--delay", paramLabel = "TIME", description = "Deliver after this time.")
  private Duration delay;

  @Option(
      names = "--deliver-at",
      paramLabel = "MOMENT",
      description = "Deliver at this moment: 2026-01-31T08:30:00Z.")
  private Instant deliverAt;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "How the body is written: TEXT, JSON, HEX, BASE64. Usually TEXT.")
  private BodyForm form = BodyForm.TEXT;

  BodyForm form() {
    if (form == BodyForm.NONE) {
      throw CtlException.usage("--form is TEXT, JSON, HEX or BASE64: a message needs a body");
    }
    return form;
  }

  /** Returns the message with each text filled. */
  ObjectNode with(String body, UnaryOperator<String> filled, Clock clock) {
    ObjectNode message = Json.object();
    message.put("body", filled.apply(body)).put("bodyForm", form().name());
    if (tag != null) {
      message.put("tag", filled.apply(tag));
    }
    if (!keys.isEmpty()) {
      var array = message.putArray("keys");
      keys.forEach(key -> array.add(filled.apply(key)));
    }
    if (!properties.isEmpty()) {
      ObjectNode object = message.putObject("properties");
      properties.forEach((name, value) -> object.put(name, filled.apply(value)));
    }
    if (shardingKey != null) {
      message.put("shardingKey", filled.apply(shardingKey));
    }
    if (delay != null && deliverAt != null) {
      throw CtlException.usage("--delay and --deliver-at are both there; write one of them");
    }
    if (delay != null || deliverAt != null) {
      Instant at = delay == null ? deliverAt : clock.instant().plus(delay);
      message.put("deliverAt", at.toString());
    }
    return message;
  }
}
