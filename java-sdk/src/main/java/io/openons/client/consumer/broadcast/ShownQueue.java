package io.openons.client.consumer.broadcast;

import io.openons.client.consumer.listen.ListenerThreads;
import io.openons.client.consumer.listen.OutcomeListener;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Shows the messages of a queue to a listener. A message that was shown counts as progress, whether
 * it was handled or not.
 */
final class ShownQueue implements OutcomeListener {
  private static final Log log = Logs.of(ShownQueue.class);

  private final Subscription subscription;
  private final MessageBudget budget;
  private final ListenerThreads threads;
  private final QueueProgress progress;
  private final LongConsumer keep;

  /**
   * A queue of which nothing was shown yet.
   *
   * @param keep takes the offset up to which all was shown
   */
  ShownQueue(
      Subscription subscription,
      MessageBudget budget,
      ListenerThreads threads,
      QueueProgress progress,
      LongConsumer keep) {
    this.subscription = subscription;
    this.budget = budget;
    this.threads = threads;
    this.progress = progress;
    this.keep = keep;
  }

  void arrived(ReceivedMessage message) {
    progress.begin(message.offset());
    threads.submit(List.of(message), subscription, this, true);
  }

  @Override
  public void ended(List<ReceivedMessage> messages, boolean handled) {
    if (!handled) {
      log.warn("{} was not handled; broadcasting does not show it again", messages);
    }
    messages.forEach(this::goOn);
  }

  @Override
  public void damaged(ReceivedMessage message) {
    goOn(message);
  }

  /** It was not shown, so there is no progress. */
  @Override
  public void handBack(List<ReceivedMessage> messages) {
    messages.forEach(message -> budget.giveBack(message.size()));
  }

  private void goOn(ReceivedMessage message) {
    budget.giveBack(message.size());
    progress.end(message.offset(), keep);
  }
}
