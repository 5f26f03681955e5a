package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Steps of pull consumers. */
final class PullSteps {
  private static final Duration TURN = Duration.ofSeconds(2);

  private static final Duration MOMENT = Duration.ofMillis(300);

  private PullSteps() {}

  private static Client client(CaseRun run, Arguments step) {
    return run.client(step.text(Step.CLIENT, "c"));
  }

  private static String topic(CaseRun run, Arguments step) {
    return run.topic(step.text("topic", Step.TOPIC));
  }

  private static List<String> names(CaseRun run, Arguments step, Client client) {
    Fields reply = client.succeed(client.command("partitions").put("topic", topic(run, step)));
    return reply.get("partitions").lines().toList();
  }

  static void partitions(CaseRun run, Arguments step) {
    Client client = client(run, step);
    List<String> names = names(run, step, client);
    if (names.size() != step.number("count", 0)) {
      throw new AssertionError("not " + step.text("count") + " queues: " + names);
    }
  }

  /** The command with the queues that the step names by their places, or all. */
  private static Fields onPartitions(CaseRun run, Arguments step, String verb) {
    Client client = client(run, step);
    List<String> names = names(run, step, client);
    String chosen =
        step.has("queues")
            ? step.list("queues", List.of()).stream()
                .map(place -> names.get(Integer.parseInt(place)))
                .collect(Collectors.joining("\n"))
            : String.join("\n", names);
    return client.command(verb).put("topic", topic(run, step)).put("partitions", chosen);
  }

  private static void doOnPartitions(CaseRun run, Arguments step, String verb) {
    Fields command = onPartitions(run, step, verb);
    ClientSteps.expect(step, command, client(run, step).ask(command));
  }

  static void assign(CaseRun run, Arguments step) {
    doOnPartitions(run, step, "assign");
  }

  static void pause(CaseRun run, Arguments step) {
    doOnPartitions(run, step, "pause");
  }

  static void resume(CaseRun run, Arguments step) {
    doOnPartitions(run, step, "resume");
  }

  /** Polls until exactly these messages have come. */
  static void poll(CaseRun run, Arguments step) {
    Client client = client(run, step);
    List<String> expected = new ArrayList<>(ReceiveSteps.bodies(step));
    boolean inOrder = step.flag("in-order", false);
    long deadline = System.nanoTime() + ClientSteps.PATIENCE.toNanos();
    while (!expected.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("polls missed " + expected);
      }
      Fields reply = client.succeed(client.command("poll").put("timeoutMs", TURN.toMillis()));
      for (int i = 0; i < reply.number("count"); i++) {
        String prefix = i + ".";
        String body = ReceiveSteps.claim(expected, inOrder, reply, prefix);
        run.sent(body).check(reply, prefix, false);
      }
    }
  }

  /** A poll that waits for a moment gives nothing. */
  static void pollNothing(CaseRun run, Arguments step) {
    Client client = client(run, step);
    Fields reply = client.succeed(client.command("poll").put("timeoutMs", MOMENT.toMillis()));
    if (reply.number("count") != 0) {
      throw new AssertionError("nothing was to be polled: " + reply);
    }
  }

  static void seek(CaseRun run, Arguments step) {
    Fields command = onPartitions(run, step, "seek").put("to", step.text("to"));
    ClientSteps.expect(step, command, client(run, step).ask(command));
  }

  static void commit(CaseRun run, Arguments step) {
    Client client = client(run, step);
    client.succeed(client.command("commit"));
  }

  static void committed(CaseRun run, Arguments step) {
    offset(run, step, onPartitions(run, step, "committed"));
  }

  /** The offset of the first message of a time: so long ago, or after a wait from now. */
  static void offsetForTime(CaseRun run, Arguments step) {
    long at =
        System.currentTimeMillis()
            - step.duration("ago", Duration.ZERO).toMillis()
            + step.duration("in", Duration.ZERO).toMillis();
    offset(run, step, onPartitions(run, step, "offset-for-time").put("at", at));
  }

  private static void offset(CaseRun run, Arguments step, Fields command) {
    Fields reply = client(run, step).succeed(command);
    if (reply.number("offset") != step.number("is", 0)) {
      throw new AssertionError("the offset was to be " + step.text("is") + ": " + reply);
    }
  }
}
