package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Fields;
import io.openons.harness.Patience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Steps about the life of clients. */
final class ClientSteps {
  private static final String NONE = "none";

  private ClientSteps() {}

  static Set<String> kindOf(Arguments arguments) {
    return Set.of(arguments.text("kind"));
  }

  static Set<String> listening(Arguments arguments) {
    return arguments.has("sql") ? Set.of(arguments.verb(), "sql") : Set.of(arguments.verb());
  }

  static Set<String> subscribing(Arguments arguments) {
    return arguments.has("sql") ? Set.of("subscribe", "sql") : Set.of("subscribe");
  }

  /** Opens a client, without starting it. */
  static void open(CaseRun run, Arguments step) {
    open(run, step, step.text("kind"));
  }

  private static Client open(CaseRun run, Arguments step, String kind) {
    String name = step.text(Step.CLIENT, usualName(kind));
    Client client = run.newClient(name, kind, step.flag("own", false));
    Fields command =
        client.command("open").put("kind", kind).putAll("property.", properties(run, step));
    Fields reply = client.ask(command);
    expect(step, command, reply);
    if (!reply.is("ok")) {
      run.forget(client);
    }
    return client;
  }

  private static String usualName(String kind) {
    return kind.endsWith("producer") ? "p" : "c";
  }

  private static Map<String, String> properties(CaseRun run, Arguments step) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("NAMESRV_ADDR", run.endpoint());
    properties.put("AccessKey", "any");
    properties.put("SecretKey", "any");
    properties.putAll(Patience.PROPERTIES);
    properties.put("GROUP_ID", run.planned().name(step.text("group", Step.GROUP)));
    step.map("with")
        .forEach(
            (key, value) -> {
              if (value.equals("null")) {
                properties.remove(key);
              } else {
                properties.put(
                    key,
                    value
                        .replace("{endpoint}", run.endpoint())
                        .replace("{folder}", run.folder())
                        .replace("{group}", run.planned().name(Step.GROUP)));
              }
            });
    return properties;
  }

  /** Opens a client, subscribes it if it is one that does, and starts it. */
  static void running(CaseRun run, Arguments step) {
    String kind = step.verb();
    Client client = open(run, step, kind);
    boolean listens = kind.endsWith("consumer") && !kind.equals("pull-consumer");
    for (String topic : listens ? step.list("topic", List.of(Step.TOPIC)) : List.<String>of()) {
      if (!topic.equals(NONE)) {
        client.succeed(subscription(run, client, step, topic));
      }
    }
    client.succeed(client.command("start"));
  }

  private static Fields subscription(CaseRun run, Client client, Arguments step, String topic) {
    Fields command = client.command("subscribe").put("topic", topicName(run, topic));
    return step.has("sql")
        ? command.put("filter", "sql").put("expression", step.text("sql"))
        : command.put("filter", "tag").put("expression", step.text("tags", "*"));
  }

  /** The dead letters of a group are written dead:g. */
  static String topicName(CaseRun run, String topic) {
    return topic.startsWith("dead:")
        ? "%DLQ%" + run.planned().name(topic.substring("dead:".length()))
        : run.topic(topic);
  }

  static void subscribe(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT, "c"));
    Fields command = subscription(run, client, step, step.text("topic", Step.TOPIC));
    expect(step, command, client.ask(command));
  }

  static void unsubscribe(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT, "c"));
    client.succeed(
        client.command("unsubscribe").put("topic", run.topic(step.text("topic", Step.TOPIC))));
  }

  static void rateLimit(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT, "c"));
    client.succeed(
        client
            .command("rate-limit")
            .put("topic", run.topic(step.text("topic", Step.TOPIC)))
            .put("perSecond", step.text("per-second")));
  }

  static void start(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT));
    Fields command = client.command("start");
    expect(step, command, client.ask(command));
  }

  /** Closes a client, or with wait: false begins to. */
  static void close(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT));
    Fields command = client.command("close");
    CompletableFuture<Fields> reply = client.send(command);
    if (step.flag("wait", true)) {
      expect(step, command, client.driver().await(reply, command));
    } else {
      run.closing(client, reply);
    }
  }

  /** Waits for the end of a close that was begun; answers what listeners are still given. */
  static void closed(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT));
    Fields command = client.command("close");
    CompletableFuture<Fields> reply = run.closing(client);
    if (step.has("answering")) {
      String answer = step.text("answering");
      client
          .inbox()
          .drain(
              delivery -> {
                run.claimed().addAll(run.bodiesOf(delivery));
                client.answer(delivery, answer);
              },
              reply);
    }
    expect(step, command, client.driver().await(reply, command));
  }

  static void kill(CaseRun run, Arguments step) {
    run.kill(run.client(step.text(Step.CLIENT)));
  }

  static void restartServer(CaseRun run, Arguments step) {
    run.server().restart();
  }

  static void stopServer(CaseRun run, Arguments step) {
    run.server().stop();
  }

  static void credentials(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT));
    Fields command = client.command("credentials").putAll("property.", step.map("with"));
    expect(step, command, client.ask(command));
  }

  static void describe(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT));
    String text = client.succeed(client.command("describe")).get("text");
    for (String word : step.list("says", List.of())) {
      if (!text.contains(word.replace("{endpoint}", run.endpoint()))) {
        throw new AssertionError("the description says nothing of '" + word + "': " + text);
      }
    }
    for (String word : step.list("never", List.of())) {
      if (text.contains(word)) {
        throw new AssertionError("the description gives '" + word + "' away: " + text);
      }
    }
  }

  /** Checks that a command succeeded, or failed as the step says. */
  static void expect(Arguments step, Fields command, Fields reply) {
    Object fails = step.raw("fails");
    if (fails == null) {
      if (!reply.is("ok")) {
        throw new AssertionError("failed: " + command + ": " + reply);
      }
      return;
    }
    Failure failure = Failure.of(fails);
    if (reply.is("ok")) {
      throw new AssertionError("did not fail with " + failure + ": " + command);
    }
    failure.check(reply, "");
  }

  static final Duration PATIENCE = Patience.LONG;
}
