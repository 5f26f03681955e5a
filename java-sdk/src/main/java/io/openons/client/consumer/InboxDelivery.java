package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.telemetry.Telemetry;
import java.util.List;

/** Leaves messages in an inbox, where they need no thread until they are answered. */
final class InboxDelivery extends Delivery implements Parcel {
  private volatile Telemetry.Processing processing = Telemetry.NOT_NOTED;

  InboxDelivery(
      List<ReceivedMessage> messages,
      Subscription subscription,
      Outcome outcome,
      ListenerThreads threads,
      boolean expires) {
    super(messages, subscription, outcome, threads, expires);
  }

  @Override
  public void run() {
    threads().began(this);
    subscription().inbox().arrived(this);
  }

  @Override
  public List<Message> take() {
    if (!begin()) {
      return List.of();
    }
    List<Message> decoded = open();
    if (decoded.isEmpty()) {
      end(false);
    } else {
      processing = noteLastingProcessing();
    }
    return decoded;
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
    threads().settled(this);
    subscription().inbox().settled(this);
  }
}
