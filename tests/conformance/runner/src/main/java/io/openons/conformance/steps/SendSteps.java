package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Body;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Steps of producers. */
final class SendSteps {
  private static final String FILL = "@fill:";

  private SendSteps() {}

  static Set<String> modeOf(Arguments step) {
    String mode = step.text("mode", "sync");
    Set<String> words = Callback.capabilities(step, "success");
    words.add(mode.equals("sync") ? "send" : "send-" + mode);
    return words;
  }

  static Set<String> decisionOf(Arguments step) {
    return Callback.capabilities(step, "commit");
  }

  /** Sends messages one after the other, or together in a batch. */
  static void send(CaseRun run, Arguments step) throws InterruptedException {
    Client client = run.client(step.text(Step.CLIENT, "p"));
    run.sending();
    List<SentMessage> messages = messages(run, step);
    switch (step.text("mode", "sync")) {
      case "sync" -> {
        for (SentMessage message : messages) {
          Fields command = command(client, "send", message, "");
          Fields reply = client.ask(command);
          ClientSteps.expect(step, command, reply);
          noted(run, message, reply, "", true);
        }
      }
      case "oneway" -> {
        for (SentMessage message : messages) {
          Fields command = command(client, "send-oneway", message, "");
          ClientSteps.expect(step, command, client.ask(command));
          run.sent(message);
        }
      }
      case "async" -> sendAsync(run, step, client, messages);
      case "batch" -> sendBatch(run, step, client, messages);
      default -> throw new IllegalArgumentException("no such mode: " + step.text("mode"));
    }
  }

  static List<SentMessage> messages(CaseRun run, Arguments step) {
    List<String> bodies = new ArrayList<>(step.list("bodies", step.list("body", List.of("hello"))));
    if (step.has("count")) {
      bodies.clear();
      for (int i = 1; i <= step.number("count", 0); i++) {
        bodies.add(step.text("body", "m") + "-" + i);
      }
    }
    String topic = step.text("topic", Step.TOPIC);
    List<SentMessage> messages = new ArrayList<>();
    for (String body : bodies) {
      Instant deliverAt =
          step.has("in")
              ? Instant.ofEpochMilli(
                  System.currentTimeMillis() + step.duration("in", null).toMillis())
              : null;
      if (step.has("ago")) {
        deliverAt = Instant.now().minus(step.duration("ago", null));
      }
      Fields fields = new Fields();
      fields
          .put("topic", step.flag("exact-topic", false) ? topic : run.topic(topic))
          .put("tag", step.text("tag", ""))
          .put("key", step.text("key", ""))
          .put("shardingKey", step.text("sharding-key", ""))
          .put("body", Base64.getEncoder().encodeToString(Body.bytes(body)))
          .put("deliverAt", deliverAt == null ? null : deliverAt.toEpochMilli())
          .putAll("user.", userProperties(step));
      messages.add(new SentMessage(body, topic, fields, deliverAt, "", ""));
    }
    return messages;
  }

  /** Those that the step names, or so many. @fill:N is a text of N characters. */
  private static Map<String, String> userProperties(Arguments step) {
    Map<String, String> properties = new HashMap<>();
    step.map("user")
        .forEach(
            (key, value) ->
                properties.put(
                    key,
                    value.startsWith(FILL)
                        ? "x".repeat(Integer.parseInt(value.substring(FILL.length())))
                        : value));
    for (int i = 1; i <= step.number("user-count", 0); i++) {
      properties.put("property-" + i, "value-" + i);
    }
    return properties;
  }

  static Fields command(Client client, String verb, SentMessage message, String prefix) {
    return client.command(verb).putAll(prefix, message.fields().below(""));
  }

  static void noted(CaseRun run, SentMessage message, Fields reply, String prefix, boolean hasId) {
    if (!reply.get(prefix + "code").isEmpty()) {
      return;
    }
    String id = reply.get(prefix + "messageId");
    if (hasId && id.isEmpty()) {
      throw new AssertionError("a message was sent and has no id: " + reply);
    }
    run.sent(
        new SentMessage(
            message.body(),
            message.topic(),
            message.fields(),
            message.deliverAt(),
            id,
            reply.get(prefix + "recallHandle")));
  }

  private static void sendAsync(
      CaseRun run, Arguments step, Client client, List<SentMessage> messages)
      throws InterruptedException {
    boolean wait = step.flag("wait", true);
    boolean asks = Callback.isIn(step);
    Map<Long, SentMessage> underWay = new HashMap<>();
    for (SentMessage message : messages) {
      Fields command = command(client, "send-async", message, "").put("asks", asks ? true : null);
      Fields reply = client.ask(command);
      if (!reply.is("ok")) {
        ClientSteps.expect(step, command, reply);
        return;
      }
      underWay.put(command.number("id"), message);
    }
    while (wait && !underWay.isEmpty()) {
      Fields outcome = client.inbox().outcome(ClientSteps.PATIENCE);
      if (outcome == null) {
        throw new AssertionError(underWay.size() + " asynchronous sends have no outcome");
      }
      SentMessage message = underWay.remove(outcome.number("of"));
      if (message == null) {
        throw new AssertionError("a second outcome of the same send: " + outcome);
      }
      ClientSteps.expect(step, message.fields(), outcome);
      noted(run, message, outcome, "", true);
      if (asks) {
        Callback.of(step, "success").answer(run, client, outcome);
      }
    }
    if (!wait) {
      messages.forEach(run::sent);
    }
  }

  private static void sendBatch(
      CaseRun run, Arguments step, Client client, List<SentMessage> messages) {
    List<String> failing = step.list("failing", List.of());
    Object fails = step.raw("fails");
    Fields command = client.command("send-batch").put("count", messages.size());
    for (int i = 0; i < messages.size(); i++) {
      command.putAll(i + ".", messages.get(i).fields().below(""));
    }
    Fields reply = client.succeed(command);
    if (reply.number("count") != messages.size()) {
      throw new AssertionError("not one outcome for each message of a batch: " + reply);
    }
    for (int i = 0; i < messages.size(); i++) {
      String prefix = i + ".";
      boolean failed = !reply.get(prefix + "code").isEmpty();
      if (failed != failing.contains(messages.get(i).body())) {
        throw new AssertionError("message " + i + " of the batch: " + reply);
      }
      if (failed) {
        Failure.of(fails).check(reply, prefix);
      }
      noted(run, messages.get(i), reply, prefix, true);
    }
  }

  /** Each asynchronous send has had its one outcome already. */
  static void outcomes(CaseRun run, Arguments step) throws InterruptedException {
    Client client = run.client(step.text(Step.CLIENT, "p"));
    int count = step.number("count", 0);
    for (int i = 0; i < count; i++) {
      if (client.inbox().outcome(Duration.ZERO) == null) {
        throw new AssertionError(i + " of " + count + " asynchronous sends had an outcome");
      }
    }
  }

  static void recall(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT, "p"));
    SentMessage message = run.sent(step.text("body"));
    if (message.recallHandle().isEmpty()) {
      throw new AssertionError("the delayed message has no recall handle");
    }
    Fields command =
        client
            .command("recall")
            .put("topic", message.fields().get("topic"))
            .put("handle", step.text("handle", message.recallHandle()));
    Fields reply = client.ask(command);
    ClientSteps.expect(step, command, reply);
    if (reply.is("ok") && !reply.get("messageId").equals(message.messageId())) {
      throw new AssertionError("another message was recalled: " + reply);
    }
  }

  /** Sends a half message and answers its executer. */
  static void transaction(CaseRun run, Arguments step) throws InterruptedException {
    Client client = run.client(step.text(Step.CLIENT, "p"));
    run.sending();
    SentMessage message = messages(run, step).get(0);
    Callback callback = Callback.of(step, "commit");
    String argument = step.text("argument", "");
    Fields command = command(client, "send-transaction", message, "").put("argument", argument);
    CompletableFuture<Fields> reply = client.send(command);
    if (step.flag("half", true)) {
      Fields half = question(client, message.body(), "what became of ", ClientSteps.PATIENCE);
      checkHalf(half, message, "execute");
      if (!half.get("argument").equals(argument)) {
        throw new AssertionError("the executer's argument was to be " + argument + ": " + half);
      }
      callback.answer(run, client, half);
    }
    Fields end = client.driver().await(reply, command);
    if (callback.answer().startsWith("throw") && !step.has("fails")) {
      // Whether the executer's exception comes out of send is each language's habit.
      noted(run, message, end.is("ok") ? end : new Fields(), "", false);
      return;
    }
    ClientSteps.expect(step, command, end);
    noted(run, message, end, "", true);
  }

  /** Answers a question of the server's about a half message. */
  static void check(CaseRun run, Arguments step) throws InterruptedException {
    Client client = run.client(step.text(Step.CLIENT, "p"));
    String body = step.text("body", "hello");
    Duration patience = step.duration("within", ClientSteps.PATIENCE);
    Fields question = question(client, body, "a check of ", patience);
    checkHalf(question, run.sent(body), "check");
    ReceiveSteps.checkTime(run, step);
    Callback.of(step, "commit").answer(run, client, question);
  }

  /** A server may ask once more about a transaction whose decision is on its way. */
  private static Fields question(Client client, String body, String what, Duration patience)
      throws InterruptedException {
    Fields question = client.question(patience, what + body);
    while (question.get("event").equals("check") && !SentMessage.hasBody(question, "0.", body)) {
      client.answer(question, "unknown");
      question = client.question(patience, what + body);
    }
    return question;
  }

  static void checkHalf(Fields question, SentMessage message, String event) {
    if (!question.get("event").equals(event)
        || !SentMessage.hasBody(question, "0.", message.body())) {
      throw new AssertionError("not the " + event + " of " + message.body() + ": " + question);
    }
    message.check(question, "0.", false);
  }
}
