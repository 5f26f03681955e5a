package io.openons.broker.server.http.admin.view;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PlainBody;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.http.admin.request.BodyForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A message in its queue.
 *
 * @param topic its topic
 * @param queue its queue
 * @param offset its offset
 * @param position where its record is in the log
 * @param storedAt when it was stored
 * @param id its id, by its sender
 * @param kind its kind
 * @param tag its tag; null for none
 * @param keys its keys
 * @param properties its sender's properties
 * @param shardingKey its sharding key; null for none
 * @param deliverAt its delivery time; null unless it was delayed
 * @param bornAt when it was made, by its sender's clock
 * @param bornHost where it was made, as its sender says
 * @param deliveries how often its group got it before, when it was stored once more
 * @param origin where it comes from; null unless it is a dead letter or was stored once more
 * @param bodySize bytes of its body, decompressed
 * @param bodyForm how its body is shown
 * @param body its body; null when it is not shown
 * @param bodyCut whether only the beginning of the body is shown
 */
public record MessageJson(
    String topic,
    int queue,
    long offset,
    long position,
    String storedAt,
    String id,
    MessageKind kind,
    String tag,
    List<String> keys,
    Map<String, String> properties,
    String shardingKey,
    String deliverAt,
    String bornAt,
    String bornHost,
    int deliveries,
    Origin origin,
    int bodySize,
    BodyForm bodyForm,
    String body,
    boolean bodyCut) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Where a message comes from.
   *
   * @param topic the topic
   * @param messageId its id there
   */
  public record Origin(String topic, String messageId) {}

  /**
   * Shows a message.
   *
   * @param most bytes of its body that are shown
   */
  public static MessageJson of(
      ResourceName topic, StoredMessage stored, BodyForm wanted, int most) {
    Message message = stored.message();
    ByteBuffer plain = PlainBody.of(message);
    byte[] shown = new byte[Math.min(most, plain.remaining())];
    plain.duplicate().get(shown);
    boolean isCut = shown.length < plain.remaining();
    String pretty = wanted == BodyForm.JSON && !isCut ? pretty(shown) : null;
    BodyForm form = wanted == BodyForm.JSON && pretty == null ? BodyForm.TEXT : wanted;
    return new MessageJson(
        topic.toString(),
        stored.queue(),
        stored.offset(),
        stored.position(),
        time(stored.storeTime()),
        message.id(),
        message.kind(),
        message.tag(),
        message.keys(),
        message.properties(),
        message.shardingKey(),
        message.deliveryTime() == 0 ? null : time(message.deliveryTime()),
        time(message.bornTime()),
        message.bornHost(),
        message.deliveries(),
        message.origin() == null
            ? null
            : new Origin(message.origin().topic(), message.origin().messageId()),
        plain.remaining(),
        form,
        pretty == null ? text(shown, form) : pretty,
        isCut && form != BodyForm.NONE);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String text(byte[] body, BodyForm form) {
    return switch (form) {
      case NONE -> null;
      case TEXT, JSON -> new String(body, StandardCharsets.UTF_8);
      case HEX -> HexFormat.of().formatHex(body);
      case BASE64 -> Base64.getEncoder().encodeToString(body);
    };
  }

  private static String pretty(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      return tree == null || tree.isMissingNode() ? null : tree.toPrettyString();
    } catch (IOException e) {
      return null;
    }
  }
}
