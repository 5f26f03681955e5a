package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Case;
import io.openons.conformance.cases.Step;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a step of a case can be; tests/conformance/README.md says what each is given. */
public enum StepKind {
  OPEN(ClientSteps::open, ClientSteps::kindOf),
  PRODUCER(ClientSteps::running, "producer"),
  ORDERED_PRODUCER(ClientSteps::running, "ordered-producer"),
  TRANSACTION_PRODUCER(ClientSteps::running, "transaction-producer"),
  CONSUMER(ClientSteps::running, ClientSteps::listening),
  ORDERED_CONSUMER(ClientSteps::running, ClientSteps::listening),
  BATCH_CONSUMER(ClientSteps::running, ClientSteps::listening),
  PULL_CONSUMER(ClientSteps::running, "pull-consumer"),
  SUBSCRIBE(ClientSteps::subscribe, ClientSteps::subscribing),
  UNSUBSCRIBE(ClientSteps::unsubscribe, "unsubscribe"),
  RATE_LIMIT(ClientSteps::rateLimit, "rate-limit"),
  START(ClientSteps::start),
  CLOSE(ClientSteps::close),
  CLOSED(ClientSteps::closed),
  KILL(ClientSteps::kill),
  RESTART_SERVER(ClientSteps::restartServer),
  STOP_SERVER(ClientSteps::stopServer),
  CREDENTIALS(ClientSteps::credentials, "credentials"),
  DESCRIBE(ClientSteps::describe, "describe"),
  SEND(SendSteps::send, SendSteps::modeOf),
  OUTCOMES(SendSteps::outcomes, "send-async"),
  RECALL(SendSteps::recall, "recall"),
  TRANSACTION(SendSteps::transaction, SendSteps::decisionOf),
  CHECK(SendSteps::check, SendSteps::decisionOf),
  RECEIVE(ReceiveSteps::receive, ReceiveSteps::answerOf),
  ANSWER(ReceiveSteps::answer, ReceiveSteps::answerOf),
  MOST_AT_ONCE(ReceiveSteps::mostAtOnce),
  PARTITIONS(PullSteps::partitions, "pull-consumer"),
  ASSIGN(PullSteps::assign, "pull-assign"),
  PAUSE(PullSteps::pause, "pull-assign"),
  RESUME(PullSteps::resume, "pull-assign"),
  POLL(PullSteps::poll, "pull-assign"),
  POLL_NOTHING(PullSteps::pollNothing, "pull-assign"),
  SEEK(PullSteps::seek, "pull-assign"),
  COMMIT(PullSteps::commit, "pull-assign"),
  COMMITTED(PullSteps::committed, "pull-consumer"),
  OFFSET_FOR_TIME(PullSteps::offsetForTime, "pull-consumer");

  /** How a step is done. */
  private interface Action {
    void run(CaseRun run, Arguments arguments) throws InterruptedException;
  }

  private final Action action;
  private final Function<Arguments, Set<String>> capabilities;

  StepKind(Action action, Function<Arguments, Set<String>> capabilities) {
    this.action = action;
    this.capabilities = capabilities;
  }

  StepKind(Action action, String... capabilities) {
    this(action, arguments -> Set.of(capabilities));
  }

  static StepKind of(String verb) {
    return valueOf(verb.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  void run(CaseRun run, Arguments arguments) throws InterruptedException {
    action.run(run, arguments);
  }

  /** What a driver must be able to do for it. */
  public Set<String> capabilities(Arguments arguments) {
    return capabilities.apply(arguments);
  }

  /** What a driver must be able to do for a case. */
  public static Set<String> capabilities(Case one) {
    Set<String> all = new TreeSet<>();
    for (Step step : one.steps()) {
      all.addAll(of(step.verb()).capabilities(step.arguments()));
      all.addAll(Failure.capabilities(step.given().get("fails")));
    }
    return all;
  }
}
