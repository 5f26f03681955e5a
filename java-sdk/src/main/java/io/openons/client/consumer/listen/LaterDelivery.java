package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.runtime.UserCode;
import io.openons.client.telemetry.Telemetry;
import java.util.List;

/** Hands messages to a listener that answers later; no thread is held meanwhile. */
final class LaterDelivery extends Delivery implements Handout {
  private static final Log log = Logs.of(LaterDelivery.class);

  private volatile Telemetry.Processing processing = Telemetry.NOT_NOTED;

  LaterDelivery(
      List<ReceivedMessage> messages,
      Subscription subscription,
      OutcomeListener outcome,
      Watch watch,
      boolean expires) {
    super(messages, subscription, outcome, watch, expires);
  }

  @Override
  public void run() {
    watch().offered(this);
    UserCode.run(
        () -> subscription().later().arrived(this),
        thrown -> {
          log.error("{} found no place and goes back", this, thrown);
          giveUp();
        });
  }

  @Override
  public List<Message> take() {
    if (!begin()) {
      return List.of();
    }
    List<Message> decoded = UserCode.call(this::open, this::unreadable);
    if (decoded.isEmpty()) {
      end(false);
    } else {
      processing = noteLastingProcessing();
    }
    return decoded;
  }

  private List<Message> unreadable(Throwable thrown) {
    log.error("{} could not be taken, which counts as a failure", this, thrown);
    return List.of();
  }

  @Override
  public boolean answer(boolean handled) {
    return end(handled);
  }

  @Override
  void giveUp() {
    handBack();
  }

  @Override
  void settled(boolean handled) {
    processing.ended(handled);
    watch().settled(this);
    subscription().later().settled(this);
  }
}
