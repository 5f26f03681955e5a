package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Fields;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a callback does before it returns, as the step says that waits for it.
 *
 * @param answer what it answers, or how it ends
 * @param inside a step that it does itself, on its own thread; null: none
 * @param meanwhile a message that is sent and received while it has not returned; empty: none
 * @param takes how long it takes
 */
record Callback(String answer, Step inside, Map<String, String> meanwhile, Duration takes) {
  private static final Set<String> SPECIAL = Set.of("throw", "throw-any", "nothing");

  static Callback of(Arguments step, String usual) {
    Object inside = step.raw("inside");
    return new Callback(
        step.text("answer", usual),
        inside == null ? null : Step.of(texts((Map<?, ?>) inside)),
        step.map("meanwhile"),
        step.duration("takes", Duration.ZERO));
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    return Map.of(only.getKey().toString(), only.getValue());
  }

  /** Whether a step says anything about a callback. */
  static boolean isIn(Arguments step) {
    // All are looked at, so that none counts as unread.
    return step.has("answer") | step.has("inside") | step.has("meanwhile") | step.has("takes");
  }

  /** What a driver must be able to do for it. */
  static Set<String> capabilities(Arguments step, String usual) {
    Callback callback = of(step, usual);
    Set<String> words = new HashSet<>();
    if (SPECIAL.contains(callback.answer)) {
      words.add(callback.answer);
    }
    if (callback.inside != null) {
      words.add("inside");
    }
    return words;
  }

  /** Has a callback that waits do all this and return. */
  void answer(CaseRun run, Client client, Fields event) throws InterruptedException {
    if (!takes.isZero()) {
      Fields more = client.inbox().delivery(takes);
      if (more != null) {
        throw new AssertionError("came while a callback was slow: " + more);
      }
    }
    if (!meanwhile.isEmpty()) {
      SendSteps.send(run, Step.of(Map.of("send", meanwhile)).arguments());
      ReceiveSteps.receive(
          run, Step.of(Map.of("receive", Map.of("body", meanwhile.get("body")))).arguments());
    }
    if (inside == null) {
      client.answer(event, answer);
      return;
    }
    Arguments step = inside.arguments();
    Client user = run.client(step.text(Step.CLIENT, "p"));
    if (user.driver() != client.driver()) {
      throw new IllegalArgumentException(client.name() + " cannot use a client of another process");
    }
    switch (inside.verb()) {
      case "close" -> await(user, doing(client, event, user, user.command("close")));
      case "send" -> {
        SentMessage message = SendSteps.messages(run, step).get(0);
        Fields command = SendSteps.command(user, "send", message, "");
        SendSteps.noted(run, message, await(user, doing(client, event, user, command)), "", true);
      }
      case "transaction" -> {
        SentMessage message = SendSteps.messages(run, step).get(0);
        Fields command = SendSteps.command(user, "send-transaction", message, "");
        Doing doing = doing(client, event, user, command);
        Fields half = user.question(ClientSteps.PATIENCE, "what became of " + message.body());
        SendSteps.checkHalf(half, message, "execute");
        user.answer(half, "commit");
        SendSteps.noted(run, message, await(user, doing), "", true);
      }
      default -> throw new IllegalArgumentException("no callback does " + inside.verb());
    }
    step.checkAllRead();
  }

  /** A command that a callback is doing. */
  private record Doing(Fields command, CompletableFuture<Fields> reply) {}

  private Doing doing(Client client, Fields event, Client user, Fields command) {
    CompletableFuture<Fields> reply = user.promise(command);
    client.answer(event, answer, command);
    return new Doing(command, reply);
  }

  private static Fields await(Client user, Doing doing) {
    Fields reply = user.driver().await(doing.reply, doing.command);
    if (!reply.is("ok")) {
      throw new AssertionError("failed in a callback: " + doing.command + ": " + reply);
    }
    return reply;
  }
}
