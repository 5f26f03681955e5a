package io.openons.examples;

import com.aliyun.openservices.ons.api.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where listeners put the messages of this run, for the main thread to take. */
final class Inbox {
  private static final int DEADLINE_SECONDS = 20;

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  void add(Message message) {
    if (Run.sent(message)) {
      messages.add(message);
    }
  }

  /**
   * The next message; waits for it.
   *
   * @throws IllegalStateException when none comes in 20 s
   */
  Message next() throws InterruptedException {
    Message message = messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IllegalStateException("no message came in " + DEADLINE_SECONDS + " s");
    }
    return message;
  }

  /** The next messages; waits for each of them as {@link #next()} does. */
  List<Message> next(int count) throws InterruptedException {
    List<Message> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(next());
    }
    return all;
  }
}
