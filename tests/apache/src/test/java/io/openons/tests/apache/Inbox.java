package io.openons.tests.apache;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import io.openons.harness.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A listener that keeps what it is given for the test. */
final class Inbox implements MessageListener {
  private static final Duration PATIENCE = Patience.LONG;

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final Function<Message, Action> answer;

  /** Accepts every message. */
  Inbox() {
    this(message -> Action.CommitMessage);
  }

  /** Answers as it is told. */
  Inbox(Function<Message, Action> answer) {
    this.answer = answer;
  }

  @Override
  public Action consume(Message message, ConsumeContext context) {
    messages.add(message);
    return answer.apply(message);
  }

  /** The next message; waits for it. */
  Message next() throws InterruptedException {
    Message message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (message == null) {
      throw new AssertionError("no message within " + PATIENCE);
    }
    return message;
  }

  /** The next messages; waits for them. */
  List<Message> next(int count) throws InterruptedException {
    List<Message> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(next());
    }
    return next;
  }

  /** The texts of the next messages; waits for them. */
  List<String> nextTexts(int count) throws InterruptedException {
    return next(count).stream().map(Texts::of).toList();
  }

  /** Whether nothing waits to be looked at. */
  boolean isEmpty() {
    return messages.isEmpty();
  }
}
