package io.openons.conformance.driver;

import com.aliyun.openservices.ons.api.Message;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What goes to the runner, and the questions that it has to answer. Safe on any thread. */
final class Conversation {
  /** What a callback answers when nobody can be asked any more. */
  private static final String END = "end";

  private final PrintStream out;
  private final AtomicLong deliveries = new AtomicLong();
  private final Map<Long, CompletableFuture<String>> questions = new ConcurrentHashMap<>();
  private volatile boolean ended;

  Conversation(PrintStream out) {
    this.out = out;
  }

  synchronized void say(Fields line) {
    out.println(line);
    out.flush();
  }

  /** Tells what a callback was given, and waits for what it shall answer. */
  String ask(String event, String client, List<Message> messages, String argument) {
    long delivery = deliveries.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    questions.put(delivery, answer);
    Fields question = new Fields().put("event", event).put("client", client);
    question.put("delivery", delivery).put("argument", argument);
    say(Messages.write(question, messages));
    // A callback that comes while the clients are being closed has nobody to ask.
    return ended ? END : answer.join();
  }

  void answer(long delivery, String with) {
    CompletableFuture<String> question = questions.remove(delivery);
    if (question == null) {
      throw new IllegalArgumentException("there is no delivery " + delivery + " to answer");
    }
    question.complete(with);
  }

  void end() {
    ended = true;
    questions.values().forEach(question -> question.complete(END));
  }

  /** An exception of a callback's, as the runner wanted it. */
  static RuntimeException wanted() {
    return new IllegalStateException("thrown because the runner said so");
  }
}
