package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Steps of consumers with listeners. */
final class ReceiveSteps {
  private static final Duration TURN = Duration.ofMillis(50);

  private ReceiveSteps() {}

  static Set<String> answerOf(Arguments step) {
    return Callback.capabilities(step, "success");
  }

  /**
   * Waits until listeners were given exactly these messages, as they were sent, and answers each
   * delivery; with hold: true it leaves them to a later step.
   */
  static void receive(CaseRun run, Arguments step) throws InterruptedException {
    List<Client> clients = step.list(Step.CLIENT, List.of("c")).stream().map(run::client).toList();
    List<String> expected = new ArrayList<>(bodies(step));
    int open = 0;
    if (step.has("any") || step.flag("rest", false)) {
      expected.removeAll(run.claimed());
      open = expected.size() - step.number("any", expected.size());
    }
    boolean inOrder = step.flag("in-order", false);
    String attempt = step.text("attempt", "0");
    boolean born = step.flag("born", false);
    boolean deadLetter = step.flag("dead", false);
    Duration patience = step.duration("within", ClientSteps.PATIENCE);
    Callback callback = Callback.of(step, "success");
    boolean hold = step.flag("hold", false);
    long deadline = System.nanoTime() + patience.toNanos();
    while (expected.size() > open) {
      Client client = clients.get(0);
      Fields delivery = null;
      for (int i = 0; delivery == null; i++) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(names(clients) + " missed " + expected + " after " + patience);
        }
        client = clients.get(i % clients.size());
        delivery = client.inbox().delivery(clients.size() == 1 ? patience : TURN);
      }
      int count = (int) delivery.number("count");
      if (step.has("together") && count != step.number("together", 1)) {
        throw new AssertionError("a batch of " + count + ": " + delivery);
      }
      for (int i = 0; i < count; i++) {
        String prefix = i + ".";
        String body = claim(expected, inOrder, delivery, prefix);
        run.sent(body).check(delivery, prefix, deadLetter);
        run.claimed().add(body);
        String times = delivery.get(prefix + "reconsumeTimes");
        if (!deadLetter && !attempt.equals("any") && !attempt.equals(times)) {
          throw new AssertionError("not attempt " + attempt + ": " + delivery);
        }
        if (born) {
          checkBorn(run, delivery, prefix);
        }
      }
      if (hold) {
        run.hold(client, delivery);
      } else {
        callback.answer(run, client, delivery);
      }
    }
    checkTime(run, step);
  }

  /** Where the step says so: it must not have come to this sooner after the last send began. */
  static void checkTime(CaseRun run, Arguments step) {
    Duration since = Duration.between(run.sendingSince(), Instant.now());
    if (since.compareTo(step.duration("at-least", Duration.ZERO)) < 0) {
      throw new AssertionError("that came after " + since + ", too early");
    }
  }

  private static void checkBorn(CaseRun run, Fields delivery, String prefix) {
    Instant born = Instant.ofEpochMilli(delivery.number(prefix + "bornAt"));
    if (delivery.get(prefix + "bornHost").isEmpty()
        || born.isBefore(run.sendingSince().minusSeconds(1))
        || born.isAfter(Instant.now().plusSeconds(1))) {
      throw new AssertionError("born at another time, or nowhere: " + delivery);
    }
  }

  static List<String> bodies(Arguments step) {
    if (step.has("count")) {
      List<String> bodies = new ArrayList<>();
      for (int i = 1; i <= step.number("count", 0); i++) {
        bodies.add(step.text("body", "m") + "-" + i);
      }
      return bodies;
    }
    return step.list("bodies", step.list("body", List.of("hello")));
  }

  /** Finds out which of the expected messages this is, and takes it from them. */
  static String claim(List<String> expected, boolean inOrder, Fields delivery, String prefix) {
    Optional<String> body =
        (inOrder ? expected.subList(0, Math.min(1, expected.size())) : expected)
            .stream().filter(one -> SentMessage.hasBody(delivery, prefix, one)).findFirst();
    if (body.isEmpty()) {
      throw new AssertionError(
          "none of %s, which were to come%s: %s"
              .formatted(expected, inOrder ? " in this order" : "", delivery));
    }
    expected.remove(body.get());
    return body.get();
  }

  private static List<String> names(List<Client> clients) {
    return clients.stream().map(Client::name).toList();
  }

  /** Answers deliveries that a step before held: so many, or all. */
  static void answer(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT, "c"));
    String with = step.text("answer", "success");
    run.held(client, step.number("count", Integer.MAX_VALUE))
        .forEach(delivery -> client.answer(delivery, with));
  }

  /** So many deliveries waited for their answers at the same time, and never more. */
  static void mostAtOnce(CaseRun run, Arguments step) {
    Client client = run.client(step.text(Step.CLIENT, "c"));
    int is = step.number("is", 0);
    if (client.inbox().mostUnanswered() != is) {
      throw new AssertionError(
          "%d listeners were called at once, not %d"
              .formatted(client.inbox().mostUnanswered(), is));
    }
  }
}
