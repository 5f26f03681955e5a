package io.openons.broker.server.http.admin;

import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.Submission;
import io.openons.broker.server.http.admin.request.BodyForm;
import io.openons.broker.server.http.admin.request.NewMessage;
import io.openons.broker.server.http.call.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;

/** Makes messages of what operators want to send. */
final class NewMessages {
  private final InstantSource clock;

  NewMessages(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Makes a message.
   *
   * @param address where the request came from
   * @param user who sends it; null without access control
   * @throws Problem when it cannot be understood
   */
  Submission of(NewMessage wanted, String address, String user) {
    if (wanted.shardingKey() != null && wanted.deliverAt() != null) {
      throw Problem.badRequest(
          "'shardingKey' and 'deliverAt' are both there; a message is ordered or delayed");
    }
    List<String> keys = wanted.keys() == null ? List.of() : wanted.keys();
    Map<String, String> properties = wanted.properties() == null ? Map.of() : wanted.properties();
    if (keys.stream().anyMatch(Objects::isNull)
        || properties.values().stream().anyMatch(Objects::isNull)) {
      throw Problem.badRequest("'keys' or 'properties' has a null; leave it out");
    }
    Message message =
        new Message(
            UUID.randomUUID().toString(),
            kind(wanted),
            wanted.tag(),
            keys,
            properties,
            wanted.shardingKey(),
            wanted.deliverAt() == null ? 0 : Call.time("'deliverAt'", wanted.deliverAt()),
            BodyEncoding.IDENTITY,
            clock.millis(),
            address,
            null,
            null,
            body(wanted));
    return new Submission(message, null, OptionalInt.empty(), null, user);
  }

  private static MessageKind kind(NewMessage wanted) {
    if (wanted.deliverAt() != null) {
      return MessageKind.DELAY;
    }
    return wanted.shardingKey() == null ? MessageKind.NORMAL : MessageKind.FIFO;
  }

  private static ByteBuffer body(NewMessage wanted) {
    if (wanted.body() == null) {
      throw Problem.badRequest("'body' is missing; write at least one character");
    }
    BodyForm form = wanted.bodyForm() == null ? BodyForm.TEXT : wanted.bodyForm();
    byte[] bytes =
        switch (form) {
          case TEXT -> wanted.body().getBytes(StandardCharsets.UTF_8);
          case BASE64 -> decoded(wanted.body());
          case NONE, JSON, HEX ->
              throw Problem.badRequest(
                  "'bodyForm' is %s; send the body as TEXT or BASE64".formatted(form));
        };
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  private static byte[] decoded(String body) {
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("'body' is not Base64; check it, or send it as TEXT");
    }
  }
}
