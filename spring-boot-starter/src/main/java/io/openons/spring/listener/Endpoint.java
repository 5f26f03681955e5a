package io.openons.spring.listener;

import com.aliyun.openservices.ons.api.MessageSelector;
import java.util.Map;

/**
 * A method that gets messages, with its annotation's texts resolved.
 *
 * @param id the name for people
 * @param consumer the consumer that it belongs to
 * @param topic the topic
 * @param selector which messages of the topic
 * @param properties that it gives to its consumer, by the client's keys
 * @param autoStart whether it starts with the application
 * @param method what is called
 */
record Endpoint(
    String id,
    ConsumerKey consumer,
    String topic,
    MessageSelector selector,
    Map<String, String> properties,
    boolean autoStart,
    ListenerMethod method) {

  /** How a consumer delivers. */
  enum Style {
    SINGLE,
    ORDERED,
    BATCH
  }

  /** Endpoints with the same key share a consumer: a group has one set of subscriptions. */
  record ConsumerKey(String server, String group) {
    @Override
    public String toString() {
      return "the group '%s' at the server '%s'".formatted(group, server);
    }
  }
}
