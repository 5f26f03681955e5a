package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/**
 * Messages that wait in an {@link Inbox}: taken once, then answered once. Messages that nobody
 * takes go back when the consumer ends.
 */
public interface Parcel {
  /**
   * Takes the messages; from now on {@code consumeTimeout} runs, except for ordered messages.
   *
   * @return empty when they are not wanted any more, and then no answer is needed
   */
  List<Message> take();

  /**
   * Answers for all of them.
   *
   * @param handled whether they are done; else they come again later
   * @return whether it came in time
   */
  boolean answer(boolean handled);
}
