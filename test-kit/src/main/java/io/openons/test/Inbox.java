package io.openons.test;

import com.aliyun.openservices.ons.api.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Messages that a consumer of a test got, in the order of their coming. Safe on any thread. */
public final class Inbox {
  private final String group;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  Inbox(String group) {
    this.group = group;
  }

  void put(Message message) {
    messages.add(message);
  }

  /** Returns the group of the consumer. */
  public String group() {
    return group;
  }

  /**
   * Takes the next message, for which it waits up to 90 s.
   *
   * @throws AssertionError when none comes
   */
  public Message take() {
    return take(Patience.LONG);
  }

  /**
   * Takes the next message.
   *
   * @param patience how long it waits
   * @throws AssertionError when none comes
   */
  public Message take(Duration patience) {
    try {
      Message message = messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (message == null) {
        throw new AssertionError("group %s got no message within %s".formatted(group, patience));
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a message of " + group, e);
    }
  }

  /** Takes several messages, as {@link #take()}. */
  public List<Message> take(int count) {
    List<Message> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(take());
    }
    return taken;
  }

  /**
   * Says whether there is no message now. After {@link TestBroker#awaitIdle} nothing is on its way.
   */
  public boolean isEmpty() {
    return messages.isEmpty();
  }
}
