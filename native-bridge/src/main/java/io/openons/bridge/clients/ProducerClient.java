package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Events;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Outgoing;
import io.openons.bridge.frames.Refusals;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.producer.OnsProducer;
import io.openons.client.runtime.ClientRuntime;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** A producer. */
public final class ProducerClient extends BridgeClient {
  /** So many of a batch are in flight at once; more gains nothing and could be refused. */
  private static final int WINDOW = 256;

  /** A send ends by itself; who waits for it gives it this much more. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final OnsProducer producer;
  private final Duration sendTimeout;
  private final int mostUnpolled;

  public ProducerClient(Properties properties, Callbacks callbacks) {
    super("a producer", callbacks);
    ProducerConfig config = ProducerConfig.from(ClientKind.PRODUCER, properties);
    this.producer = new OnsProducer(config, ClientRuntime::shared);
    this.sendTimeout = config.sendTimeout();
    this.mostUnpolled = config.maxInFlightMessages();
  }

  @Override
  Admin admin() {
    return producer;
  }

  @Override
  public byte[] send(Outgoing outgoing) {
    return FrameWriter.sent(outgoing.token(), producer.send(outgoing.message()));
  }

  @Override
  public void sendAsync(Outgoing outgoing, long context) {
    producer.offer(outgoing.message(), ending(outgoing, f -> callbacks().sendEnded(context, f)));
  }

  @Override
  public void sendOneway(Outgoing outgoing) {
    producer.sendOneway(outgoing.message());
  }

  @Override
  public String recall(String topic, String handle) {
    return producer.recall(topic, handle);
  }

  @Override
  public byte[] sendFrames(byte[] frames) {
    Events events = events();
    return Accepted.of(
        frames,
        next -> {
          requireRoom(events, mostUnpolled);
          producer.offer(next.message(), ending(next, events::add));
        });
  }

  /** Outcomes that nobody polls count as messages in flight: else their number had no bound. */
  static void requireRoom(Events events, int most) {
    if (events.size() >= most) {
      throw new ONSClientException(
          most + " outcomes of sends wait for a poll; poll them, or raise ons.maxInFlightMessages",
          null,
          ErrorCode.TOO_MANY_IN_FLIGHT);
    }
  }

  /** Gives the outcome of a send as a frame. */
  static SendCallback ending(Outgoing outgoing, Consumer<byte[]> end) {
    return new SendCallback() {
      @Override
      public void onSuccess(SendResult result) {
        end.accept(FrameWriter.sent(outgoing.token(), result));
      }

      @Override
      public void onException(OnExceptionContext context) {
        end.accept(
            FrameWriter.notSent(
                outgoing.token(), outgoing.message().getTopic(), context.getException()));
      }
    };
  }

  @Override
  public byte[] sendBatch(byte[] frames, int count) {
    List<Outgoing> all = Outgoing.all(frames);
    if (all.size() != count) {
      throw Refusals.argument(all.size() + " frames were given where there should be " + count);
    }
    AtomicReferenceArray<byte[]> ended = new AtomicReferenceArray<>(count);
    CountDownLatch left = new CountDownLatch(count);
    Semaphore window = new Semaphore(WINDOW);
    ONSClientException stuck = null;
    for (int i = 0; i < count; i++) {
      int at = i;
      Outgoing next = all.get(i);
      Consumer<byte[]> end =
          frame -> {
            ended.set(at, frame);
            window.release();
            left.countDown();
          };
      // A window that has not moved for the time of a send does not move: no other message waits
      // for it.
      stuck = stuck == null ? await(window) : stuck;
      try {
        if (stuck != null) {
          throw stuck;
        }
        producer.offer(next.message(), ending(next, end));
      } catch (ONSClientException refused) {
        end.accept(FrameWriter.notSent(next.token(), next.message().getTopic(), refused));
      }
    }
    return results(all, ended, left);
  }

  private byte[] results(
      List<Outgoing> all, AtomicReferenceArray<byte[]> ended, CountDownLatch left) {
    boolean interrupted = false;
    try {
      left.await(sendTimeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interruption) {
      interrupted = true;
      Thread.currentThread().interrupt();
    }
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    for (int i = 0; i < all.size(); i++) {
      byte[] frame = ended.get(i);
      Outgoing sent = all.get(i);
      results.writeBytes(
          frame != null
              ? frame
              : FrameWriter.notSent(
                  sent.token(), sent.message().getTopic(), noOutcome(interrupted)));
    }
    return results.toByteArray();
  }

  /** Waits for a place in the window; returns why there is none, or null. */
  private ONSClientException await(Semaphore window) {
    try {
      boolean free = window.tryAcquire(sendTimeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      return free ? null : noOutcome(false);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return noOutcome(true);
    }
  }

  private ONSClientException noOutcome(boolean interrupted) {
    return interrupted
        ? new ONSClientException("the thread was interrupted", null, ErrorCode.INTERRUPTED)
        : new ONSClientException(
            "no outcome within " + sendTimeout, null, ErrorCode.NO_ANSWER_IN_TIME);
  }
}
