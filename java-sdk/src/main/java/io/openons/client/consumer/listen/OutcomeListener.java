package io.openons.client.consumer.listen;

import io.openons.client.message.ReceivedMessage;
import java.util.List;

/** What becomes of messages that were on their way to a listener; one of these, once. */
public interface OutcomeListener {
  /** The listener has said whether they are done. */
  void ended(List<ReceivedMessage> messages, boolean handled);

  /** It arrived damaged, so the listener did not see it. */
  void damaged(ReceivedMessage message);

  /** The consumer does not want them any more. */
  void handBack(List<ReceivedMessage> messages);
}
