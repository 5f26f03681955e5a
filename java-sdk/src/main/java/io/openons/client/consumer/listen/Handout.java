package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/**
 * Messages that a {@link LaterListener} has been offered: taken once, then answered once. Messages
 * that are not taken go back when the consumer ends.
 */
public interface Handout {
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
