package io.openons.client.consumer.push;

import io.openons.client.consumer.listen.ListenerThreads;
import io.openons.client.consumer.listen.OutcomeListener;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import java.util.List;

/** Each message, or batch of messages, goes its own way. */
final class SingleDispatcher implements Dispatcher, OutcomeListener {
  private final Subscription subscription;
  private final MessageBudget budget;
  private final ListenerThreads threads;
  private final Settlement settlement;

  SingleDispatcher(
      Subscription subscription,
      MessageBudget budget,
      ListenerThreads threads,
      Settlement settlement) {
    this.subscription = subscription;
    this.budget = budget;
    this.threads = threads;
    this.settlement = settlement;
  }

  @Override
  public boolean mayReceive() {
    return !settlement.isBehind();
  }

  @Override
  public void deliver(ReceivedMessage message) {
    deliver(List.of(message));
  }

  void deliver(List<ReceivedMessage> messages) {
    threads.submit(messages, subscription, this, true);
  }

  @Override
  public void ended(List<ReceivedMessage> messages, boolean handled) {
    for (ReceivedMessage message : messages) {
      budget.giveBack(message.size());
      if (handled) {
        settlement.acknowledge(message);
      } else {
        settlement.failed(message);
      }
    }
  }

  @Override
  public void damaged(ReceivedMessage message) {
    budget.giveBack(message.size());
    settlement.failed(message);
  }

  @Override
  public void handBack(List<ReceivedMessage> messages) {
    for (ReceivedMessage message : messages) {
      budget.giveBack(message.size());
      settlement.handBack(message);
    }
  }
}
