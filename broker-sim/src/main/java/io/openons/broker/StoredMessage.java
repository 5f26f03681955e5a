package io.openons.broker;

import io.openons.broker.core.message.PlainBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A message in a queue of its topic, looked at without consuming it.
 *
 * @param topic name of its topic
 * @param queue number of its queue
 * @param offset its place in the queue, from 0
 * @param id the message id; several messages have the same when one was sent more than once
 * @param tag its tag; null for none
 * @param keys its keys
 * @param properties what its sender added
 * @param shardingKey its sharding key; null unless it is ordered
 * @param deliveryTime when it was to be delivered; null unless it was delayed
 * @param storeTime when it got into this queue, by the broker's clock
 * @param body the body as its sender made it
 */
public record StoredMessage(
    String topic,
    int queue,
    long offset,
    String id,
    String tag,
    List<String> keys,
    Map<String, String> properties,
    String shardingKey,
    Instant deliveryTime,
    Instant storeTime,
    byte[] body) {

  static StoredMessage of(String topic, io.openons.broker.core.message.StoredMessage stored) {
    io.openons.broker.core.message.Message message = stored.message();
    ByteBuffer plain = PlainBody.of(message);
    byte[] body = new byte[plain.remaining()];
    plain.get(body);
    boolean isDelayed = message.kind() == io.openons.broker.core.message.MessageKind.DELAY;
    return new StoredMessage(
        topic,
        stored.queue(),
        stored.offset(),
        message.id(),
        message.tag(),
        List.copyOf(message.keys()),
        Map.copyOf(message.properties()),
        message.shardingKey(),
        isDelayed ? Instant.ofEpochMilli(message.deliveryTime()) : null,
        Instant.ofEpochMilli(stored.storeTime()),
        body);
  }

  /** Returns the body as text, in UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    int shown = 80;
    String text = text();
    return "%s/%d@%d %s%s%s \"%s\""
        .formatted(
            topic,
            queue,
            offset,
            id,
            tag == null ? "" : " tag=" + tag,
            keys.isEmpty() ? "" : " keys=" + String.join(",", keys),
            text.length() <= shown ? text : text.substring(0, shown) + "...");
  }
}
