package io.openons.bench.report;

import io.openons.bench.server.Server;
import io.openons.bench.worker.Scenario;
import io.openons.harness.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What was to be reached, and what was: ratios of one run, with messages of 1 KiB. */
public final class Goals {
  private static final int BYTES = 1_024;
  private static final String OFFICIAL = "rocketmq";
  private static final String SDK = "ons";
  private static final String REMOTING = "remoting";

  private final Summary summary;

  /**
   * One of them.
   *
   * @param atLeast whether the goal is the least or the most that is allowed
   */
  public record Goal(String what, double goal, boolean atLeast, double measured) {
    boolean isReached() {
      return atLeast ? measured >= goal : measured <= goal;
    }
  }

  private Goals(Summary summary) {
    this.summary = summary;
  }

  /** Returns those whose figures were measured. */
  public static List<Goal> of(Summary summary) {
    return new Goals(summary).all();
  }

  public static String table(List<Goal> goals) {
    TextTable table = new TextTable("goal", "to reach", "measured", "");
    for (Goal goal : goals) {
      table.row(
          goal.what(),
          (goal.atLeast() ? ">= " : "<= ") + "%.2f".formatted(goal.goal()),
          "%.2f".formatted(goal.measured()),
          goal.isReached() ? "reached" : "MISSED");
    }
    return table.toString();
  }

  private List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    for (Scenario scenario :
        List.of(Scenario.SEND_SYNC_1, Scenario.SEND_SYNC_64, Scenario.SEND_ASYNC)) {
      add(
          goals,
          "official client, " + scenario.title() + ": rate, our broker / null server",
          0.85,
          true,
          ratio(rate(Server.OURS, OFFICIAL, scenario), rate(Server.NULL, OFFICIAL, scenario)));
    }
    add(
        goals,
        "official client, receive and acknowledge: rate, our broker / Apache",
        2.5,
        true,
        ratio(
            rate(Server.OURS, OFFICIAL, Scenario.RECEIVE),
            rate(Server.APACHE, OFFICIAL, Scenario.RECEIVE)));
    add(
        goals,
        "official client, send + receive: server processor time, our broker / Apache",
        0.2,
        false,
        ratio(sendAndReceive(Server.OURS, OFFICIAL), sendAndReceive(Server.APACHE, OFFICIAL)));
    add(
        goals,
        "official client, fixed rate: p99 end to end, our broker / Apache",
        1 / 3.0,
        false,
        ratio(p99(Server.OURS, OFFICIAL), p99(Server.APACHE, OFFICIAL)));
    add(
        goals,
        "our broker, send, 64 threads: rate, our SDK / official client",
        1.5,
        true,
        clients(Scenario.SEND_SYNC_64, Summary.Line::rate));
    add(
        goals,
        "our broker, send, asynchronous: rate, our SDK / official client",
        5,
        true,
        clients(Scenario.SEND_ASYNC, Summary.Line::rate));
    add(
        goals,
        "our broker, send, asynchronous: client processor time, our SDK / official client",
        0.25,
        false,
        clients(Scenario.SEND_ASYNC, Summary.Line::clientMicros));
    addRemoting(goals);
    return goals;
  }

  private void addRemoting(List<Goal> goals) {
    String client = "Apache's remoting client, ";
    add(
        goals,
        client + "send, 64 threads: rate, our broker / Apache",
        1.3,
        true,
        ratio(
            rate(Server.OURS, REMOTING, Scenario.SEND_SYNC_64),
            rate(Server.APACHE_BROKER, REMOTING, Scenario.SEND_SYNC_64)));
    add(
        goals,
        client + "send, 64 threads: rate, our broker / null server",
        0.85,
        true,
        ratio(
            rate(Server.OURS, REMOTING, Scenario.SEND_SYNC_64),
            rate(Server.NULL, REMOTING, Scenario.SEND_SYNC_64)));
    add(
        goals,
        client + "send + receive: server processor time, our broker / Apache",
        0.5,
        false,
        ratio(
            sendAndReceive(Server.OURS, REMOTING), sendAndReceive(Server.APACHE_BROKER, REMOTING)));
    add(
        goals,
        client + "fixed rate: p99 end to end, our broker / Apache",
        0.5,
        false,
        ratio(p99(Server.OURS, REMOTING), p99(Server.APACHE_BROKER, REMOTING)));
  }

  private static void add(
      List<Goal> goals, String what, double goal, boolean atLeast, OptionalDouble measured) {
    measured.ifPresent(value -> goals.add(new Goal(what, goal, atLeast, value)));
  }

  private OptionalDouble rate(String server, String client, Scenario scenario) {
    return summary.figure(server, client, scenario, BYTES, Summary.Line::rate);
  }

  private OptionalDouble p99(String server, String client) {
    return summary.figure(server, client, Scenario.LATENCY, BYTES, Summary.Line::p99Millis);
  }

  private OptionalDouble sendAndReceive(String server, String client) {
    OptionalDouble send = micros(server, client, Scenario.SEND_SYNC_64);
    OptionalDouble receive = micros(server, client, Scenario.RECEIVE);
    return send.isEmpty() || receive.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(send.getAsDouble() + receive.getAsDouble());
  }

  private OptionalDouble micros(String server, String client, Scenario scenario) {
    return summary.figure(server, client, scenario, BYTES, Summary.Line::serverMicros);
  }

  private OptionalDouble clients(Scenario scenario, ToDoubleFunction<Summary.Line> figure) {
    return ratio(
        summary.figure(Server.OURS, SDK, scenario, BYTES, figure),
        summary.figure(Server.OURS, OFFICIAL, scenario, BYTES, figure));
  }

  private static OptionalDouble ratio(OptionalDouble ours, OptionalDouble theirs) {
    return ours.isEmpty() || theirs.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble());
  }
}
