package io.openons.broker.server.http.admin.request;

import java.util.List;
import java.util.Map;

/**
 * A message to send; what is null is left out.
 *
 * @param body its body, as UTF-8 or in Base64
 * @param bodyForm {@link BodyForm#TEXT}, which is usual, or {@link BodyForm#BASE64}
 * @param tag its tag
 * @param keys its keys
 * @param properties its properties
 * @param shardingKey orders it among the messages with the same one
 * @param deliverAt when it is to be delivered
 */
public record NewMessage(
    String body,
    BodyForm bodyForm,
    String tag,
    List<String> keys,
    Map<String, String> properties,
    String shardingKey,
    String deliverAt) {}
