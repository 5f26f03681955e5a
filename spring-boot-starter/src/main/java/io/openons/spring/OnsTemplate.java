package io.openons.spring;

import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import io.openons.spring.convert.PayloadConverter;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.server.ServerProducers;
import java.util.concurrent.CompletableFuture;

/**
 * Sends to one server. The application has one for each server: the primary server's is injected
 * everywhere, that of a server {@code billing} by {@code @Qualifier("billingOnsTemplate")}.
 *
 * <p>Payloads that are {@code byte[]} or {@code String} (as UTF-8) travel as they are; others are
 * converted, by Jackson unless the application has a converter of its own.
 *
 * <p>Safe for use by any number of threads. The producer behind it connects with the first message,
 * or with the application when {@code ons.template.eager} is set. It ends after the listeners, once
 * the sends under way have ended.
 */
public class OnsTemplate {
  private final ServerProducers producers;
  private final PayloadConverter converter;
  private final OnsObserver observer;

  /** Made by the starter; see {@code io.openons.spring.autoconfigure}. */
  public OnsTemplate(ServerProducers producers, PayloadConverter converter, OnsObserver observer) {
    this.producers = producers;
    this.converter = converter;
    this.observer = observer;
  }

  /** Begins a message; {@code topic:tag} sets the tag too. */
  public OnsMessageBuilder message(String topic) {
    return new OnsMessageBuilder(producers, converter, observer, topic);
  }

  /**
   * Sends, and returns when the server has the message.
   *
   * @param topic may be {@code topic:tag}
   * @throws com.aliyun.openservices.ons.api.exception.ONSClientException when the server did not
   *     confirm it
   */
  public SendResult send(String topic, Object payload) {
    return message(topic).send(payload);
  }

  /**
   * Sends without blocking; every error goes to the future.
   *
   * @param topic may be {@code topic:tag}
   */
  public CompletableFuture<SendResult> sendAsync(String topic, Object payload) {
    return message(topic).sendAsync(payload);
  }

  /** The name of the server. */
  public String getServer() {
    return producers.server();
  }

  /**
   * The client's own producer, started, for what this class does not have, such as batches and
   * recalls. Not to be kept or shut down: the application's end does that.
   */
  public Producer producer() {
    return producers.producer();
  }
}
