package io.openons.conformance.driver;

import com.aliyun.openservices.ons.api.Message;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What goes to the runner, and the questions that it has to answer. Safe on any thread. */
final class Conversation {
  /** What a callback answers when nobody can be asked any more. */
  private static final Fields END = new Fields().put("with", "end");

  private final PrintStream out;
  private final AtomicLong deliveries = new AtomicLong();
  private final Map<Long, CompletableFuture<Fields>> questions = new ConcurrentHashMap<>();
  private final Consumer<Fields> handler;
  private volatile boolean ended;

  /**
   * Speaks to a runner.
   *
   * @param handler does a command, and answers it by a line
   */
  Conversation(PrintStream out, Consumer<Fields> handler) {
    this.out = out;
    this.handler = handler;
  }

  synchronized void say(Fields line) {
    out.println(line);
    out.flush();
  }

  /** Tells what a callback was given, waits for the answer, and does what that says first. */
  String ask(String event, String client, List<Message> messages, String argument) {
    Fields question = new Fields().put("event", event).put("client", client);
    return ask(Messages.write(question.put("argument", argument), messages));
  }

  /** The same with an event that is described already. */
  String ask(Fields question) {
    long delivery = deliveries.incrementAndGet();
    CompletableFuture<Fields> answer = new CompletableFuture<>();
    questions.put(delivery, answer);
    say(question.put("delivery", delivery));
    // A callback that comes while the clients are being closed has nobody to ask.
    Fields answered = ended ? END : answer.join();
    if (answered.get("inside.do") != null) {
      handler.accept(answered.part("inside."));
    }
    switch (answered.need("with")) {
      case "throw" -> throw new IllegalStateException("thrown because the runner said so");
      case "throw-any" ->
          Conversation.<RuntimeException>sneak(new Throwable("thrown because the runner said so"));
      default -> {}
    }
    return answered.need("with");
  }

  /** Throws what its caller does not declare, as code in Kotlin, Scala or by Lombok does. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable any) throws T {
    throw (T) any;
  }

  void answer(Fields command) {
    CompletableFuture<Fields> question = questions.remove(command.number("delivery"));
    if (question == null) {
      throw new IllegalArgumentException("there is no such delivery to answer: " + command);
    }
    question.complete(command);
  }

  void end() {
    ended = true;
    questions.values().forEach(question -> question.complete(END));
  }
}
