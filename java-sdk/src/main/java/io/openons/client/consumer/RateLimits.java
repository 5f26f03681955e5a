package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How often listeners are called, by topic. The thread of a listener waits for its turn; turns are
 * evenly spaced, unused ones are not saved up.
 */
final class RateLimits {
  /** The turns of a topic. */
  static final class Turns {
    private final long gapNanos;
    private long next;

    Turns(double perSecond, long now) {
      this.gapNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
      this.next = now;
    }

    /** Takes the next turn and says how long it is until then, in nanoseconds. */
    synchronized long take(long now) {
      if (next - now < 0) {
        next = now;
      }
      long wait = next - now;
      next += gapNanos;
      return wait;
    }
  }

  private final Map<String, Turns> topics = new ConcurrentHashMap<>();

  /**
   * Limits a topic from now on.
   *
   * @throws ONSClientException when the topic is null or the rate is not a positive number
   */
  void limit(String topic, double perSecond) {
    if (topic == null || !(perSecond > 0)) {
      throw new ONSClientException(
          "rateLimit of topic "
              + topic
              + ": "
              + perSecond
              + " is no rate; give a topic, and more"
              + " than 0 messages per second",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
    topics.put(topic, new Turns(perSecond, System.nanoTime()));
  }

  /** The listener, called when it is its turn; null when it is null. */
  MessageListener limited(String topic, MessageListener listener) {
    if (listener == null) {
      return null;
    }
    return (message, context) -> {
      await(topic);
      return listener.consume(message, context);
    };
  }

  /** The same for the listener of an ordered consumer. */
  MessageOrderListener limitedOrdered(String topic, MessageOrderListener listener) {
    if (listener == null) {
      return null;
    }
    return (message, context) -> {
      await(topic);
      return listener.consume(message, context);
    };
  }

  /** The inbox, to which messages come when it is their turn; null when it is null. */
  Inbox limited(String topic, Inbox inbox) {
    if (inbox == null) {
      return null;
    }
    return new Inbox() {
      @Override
      public void arrived(Parcel parcel) {
        Turns turns = topics.get(topic);
        long wait = turns == null ? 0 : turns.take(System.nanoTime());
        if (wait == 0) {
          inbox.arrived(parcel);
        } else {
          CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, Runnable::run)
              .execute(() -> inbox.arrived(parcel));
        }
      }

      @Override
      public void settled(Parcel parcel) {
        inbox.settled(parcel);
      }
    };
  }

  private void await(String topic) {
    Turns turns = topics.get(topic);
    if (turns == null) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(turns.take(System.nanoTime()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ONSClientException(
          "the consumer ended while a message of topic " + topic + " waited for its turn",
          interrupted,
          ErrorCode.INTERRUPTED);
    }
  }
}
