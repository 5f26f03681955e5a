package io.openons.client.telemetry;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.UserCode;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.SystemPropertiesOrBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps what the application's OpenTelemetry throws away from messages. The first failure is
 * logged.
 */
final class GuardedTelemetry implements Telemetry {
  private static final Log log = Logs.of(GuardedTelemetry.class);
  private static final NoTelemetry NOTHING = new NoTelemetry();

  private final Telemetry guarded;
  private final AtomicBoolean logged = new AtomicBoolean();

  GuardedTelemetry(Telemetry guarded) {
    this.guarded = guarded;
  }

  private <T> T call(Callable<T> code, T otherwise) {
    return UserCode.call(
        code,
        thrown -> {
          if (logged.compareAndSet(false, true)) {
            log.warn("OpenTelemetry threw, so spans and metrics are incomplete", thrown);
          }
          return otherwise;
        });
  }

  private void run(Runnable code) {
    call(
        () -> {
          code.run();
          return null;
        },
        null);
  }

  @Override
  public boolean isOn() {
    return guarded.isOn();
  }

  @Override
  public Sending sending(Message.Builder message, SystemPropertiesOrBuilder system) {
    Sending sending = call(() -> guarded.sending(message, system), NOTHING);
    return new Sending() {
      @Override
      public void sent(Endpoints to) {
        run(() -> sending.sent(to));
      }

      @Override
      public void failed(ONSClientException failure) {
        run(() -> sending.failed(failure));
      }
    };
  }

  @Override
  public void received(
      Endpoints from,
      String topic,
      Duration took,
      List<Message> messages,
      ONSClientException failure) {
    run(() -> guarded.received(from, topic, took, messages, failure));
  }

  @Override
  public Processing processing(List<Message> messages) {
    return guarded(call(() -> guarded.processing(messages), NOTHING));
  }

  @Override
  public Processing lastingProcessing(List<Message> messages) {
    return guarded(call(() -> guarded.lastingProcessing(messages), NOTHING));
  }

  private Processing guarded(Processing processing) {
    return new Processing() {
      @Override
      public void ended(boolean handled) {
        run(() -> processing.ended(handled));
      }

      @Override
      public void threw(Throwable thrown) {
        run(() -> processing.threw(thrown));
      }
    };
  }

  @Override
  public void deadLetterRefused(String topic, ErrorCode why) {
    run(() -> guarded.deadLetterRefused(topic, why));
  }
}
