package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.logging.Logs;
import io.openons.client.telemetry.Telemetry;
import java.util.List;
import org.slf4j.Logger;

/** Takes messages through their listener, in one call on a listener thread. */
final class ListenerCall extends Delivery {
  private static final Logger log = Logs.of(ListenerCall.class);

  private volatile Thread thread;

  ListenerCall(
      List<ReceivedMessage> messages,
      Subscription subscription,
      Outcome outcome,
      ListenerThreads threads,
      boolean expires) {
    super(messages, subscription, outcome, threads, expires);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    threads().began(this);
    try {
      if (begin()) {
        List<Message> decoded = open();
        end(!decoded.isEmpty() && handle(decoded));
      }
    } finally {
      threads().ended(this);
    }
  }

  private boolean handle(List<Message> decoded) {
    Telemetry.Processing processing = noteProcessing();
    boolean handled;
    try {
      handled = subscription().handler().handle(decoded);
    } catch (RuntimeException | Error thrown) {
      processing.threw(thrown);
      log.warn("{}: the listener threw", this, thrown);
      return false;
    }
    processing.ended(handled);
    return handled;
  }

  @Override
  void giveUp() {
    handBack();
    threads().settled(this);
  }

  /** Unless the listener is the caller. */
  @Override
  void interrupt() {
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }
}
