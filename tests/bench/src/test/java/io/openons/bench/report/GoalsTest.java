package io.openons.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.openons.bench.server.Server;
import io.openons.bench.worker.ProcessMemory;
import io.openons.bench.worker.Reply;
import io.openons.bench.worker.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: a goal is reached when the ratio of two medians of one run says so. Method: goals over
 * made-up summaries. A failure means: a goal that is called reached and is missed.
 */
class GoalsTest {
  @Test
  void a_goal_is_the_ratio_of_two_medians_of_one_run() {
    Summary summary =
        Summary.of(
            List.of(
                run(Server.OURS, Scenario.RECEIVE, 300, 5),
                run(Server.APACHE, Scenario.RECEIVE, 100, 40)));

    Goals.Goal goal = Goals.of(summary).get(0);
    assertThat(goal.measured()).isCloseTo(3, within(1e-9));
    assertThat(goal.isReached()).isTrue();
  }

  @Test
  void a_goal_of_at_most_is_missed_by_more() {
    Summary summary =
        Summary.of(
            List.of(
                run(Server.OURS, Scenario.SEND_SYNC_64, 1, 10),
                run(Server.OURS, Scenario.RECEIVE, 1, 20),
                run(Server.APACHE, Scenario.SEND_SYNC_64, 1, 60),
                run(Server.APACHE, Scenario.RECEIVE, 1, 40)));

    Goals.Goal processorTime =
        Goals.of(summary).stream()
            .filter(goal -> goal.what().contains("server processor time"))
            .findFirst()
            .orElseThrow();
    assertThat(processorTime.measured()).isCloseTo(0.3, within(1e-9));
    assertThat(processorTime.isReached()).isFalse();
  }

  @Test
  void what_was_not_measured_is_no_goal() {
    assertThat(Goals.of(Summary.of(List.of()))).isEmpty();
  }

  private static Run run(String server, Scenario scenario, long rate, double serverMicros) {
    Reply reply =
        new Reply(
            null,
            true,
            1,
            1,
            rate,
            List.of((double) rate),
            1,
            2,
            3,
            serverMicros,
            4,
            new ProcessMemory(100, 60));
    return new Run(server, "rocketmq", scenario, 1_024, 1, reply);
  }
}
