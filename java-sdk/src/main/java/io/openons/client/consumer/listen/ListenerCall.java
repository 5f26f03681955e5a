package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.runtime.UserCode;
import io.openons.client.telemetry.Telemetry;
import java.util.List;

/** Takes messages through their listener, in one call on a listener thread. */
final class ListenerCall extends Delivery {
  private static final Log log = Logs.of(ListenerCall.class);

  private volatile Thread thread;

  ListenerCall(
      List<ReceivedMessage> messages,
      Subscription subscription,
      OutcomeListener outcome,
      Watch watch,
      boolean expires) {
    super(messages, subscription, outcome, watch, expires);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    watch().calling(this);
    try {
      if (begin()) {
        end(UserCode.call(this::show, this::notShown));
      }
    } finally {
      watch().called(this);
    }
  }

  /** Whether the listener says that the messages are done. */
  private boolean show() {
    List<Message> decoded = open();
    if (decoded.isEmpty()) {
      return false;
    }
    Telemetry.Processing processing = noteProcessing();
    return UserCode.call(
        () -> {
          boolean handled = subscription().adapter().handle(decoded);
          processing.ended(handled);
          return handled;
        },
        thrown -> {
          processing.threw(thrown);
          return threw(thrown);
        });
  }

  private boolean threw(Throwable thrown) {
    log.warn("{}: the listener threw, which counts as a failure", this, thrown);
    return false;
  }

  private boolean notShown(Throwable thrown) {
    log.error("{} could not be shown to the listener, which counts as a failure", this, thrown);
    return false;
  }

  @Override
  void giveUp() {
    try {
      handBack();
    } finally {
      watch().settled(this);
    }
  }

  /** Unless the listener is the caller. */
  @Override
  void interrupt() {
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }
}
