package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Events;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Outgoing;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.producer.OnsOrderProducer;
import io.openons.client.runtime.ClientRuntime;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;

/**
 * A producer of ordered messages. Of frames with the same sharding key one is sent at a time, the
 * next when it has ended, because only so the server stores them in this order.
 */
public final class OrderProducerClient extends BridgeClient {
  private final OnsOrderProducer producer;
  private final int mostWaiting;

  /** What waits, by sharding key; a key is here as long as one message of it is under way. */
  private final Map<String, Queue<Outgoing>> waiting = new HashMap<>();

  private int count;

  public OrderProducerClient(Properties properties, Callbacks callbacks) {
    super("an ordered producer", callbacks);
    ProducerConfig config = ProducerConfig.from(ClientKind.ORDER_PRODUCER, properties);
    this.producer = new OnsOrderProducer(config, ClientRuntime::shared);
    this.mostWaiting = config.maxInFlightMessages();
  }

  @Override
  Admin admin() {
    return producer;
  }

  @Override
  public byte[] send(Outgoing outgoing) {
    return FrameWriter.sent(
        outgoing.token(), producer.send(outgoing.message(), outgoing.message().getShardingKey()));
  }

  @Override
  public byte[] sendFrames(byte[] frames) {
    Events events = events();
    return Accepted.of(
        frames,
        next -> {
          ProducerClient.requireRoom(events, mostWaiting);
          accept(next);
        });
  }

  private void accept(Outgoing next) {
    String key = next.message().getShardingKey();
    if (key == null || key.isBlank()) {
      throw new ONSClientException(
          "the message has no sharding key; set one, which an ordered producer needs",
          null,
          ErrorCode.ILLEGAL_MESSAGE_GROUP);
    }
    synchronized (waiting) {
      Queue<Outgoing> before = waiting.get(key);
      if (before != null) {
        if (count == mostWaiting) {
          throw new ONSClientException(
              count
                  + " messages wait for their turn; wait for some, or raise"
                  + " ons.maxInFlightMessages",
              null,
              ErrorCode.TOO_MANY_IN_FLIGHT);
        }
        before.add(next);
        count++;
        return;
      }
      waiting.put(key, new ArrayDeque<>());
    }
    try {
      offer(next);
    } catch (RuntimeException | Error refused) {
      goOn(key);
      throw refused;
    }
  }

  private void offer(Outgoing next) {
    SendCallback ending = ProducerClient.ending(next, frame -> ended(next, frame));
    producer.offer(next.message(), ending);
  }

  private void ended(Outgoing outgoing, byte[] frame) {
    try {
      events().add(frame);
    } finally {
      goOn(outgoing.message().getShardingKey());
    }
  }

  /** Sends the next of a key; those that are refused have ended too. */
  private void goOn(String key) {
    for (Outgoing next = next(key); next != null; next = next(key)) {
      try {
        offer(next);
        return;
      } catch (RuntimeException | Error refused) {
        events().add(FrameWriter.notSent(next.token(), next.message().getTopic(), refused));
      }
    }
  }

  private Outgoing next(String key) {
    synchronized (waiting) {
      Outgoing next = waiting.get(key).poll();
      if (next == null) {
        waiting.remove(key);
      } else {
        count--;
      }
      return next;
    }
  }
}
