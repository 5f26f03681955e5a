package io.openons.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.openons.bench.worker.ProcessMemory;
import io.openons.bench.worker.Reply;
import io.openons.bench.worker.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: a line of the summary holds the median and the spread of its rounds. Method: summaries of
 * made-up runs. A failure means: the benchmark reports numbers that no round had.
 */
class SummaryTest {
  private static final ProcessMemory MEMORY = new ProcessMemory(100, 60);

  @Test
  void a_line_holds_the_median_and_the_spread_of_the_rounds() {
    Summary summary = Summary.of(List.of(run("a", 1, 300), run("a", 2, 100), run("a", 3, 200)));

    Summary.Line line = summary.lines().get(0);
    assertThat(line.rate()).isEqualTo(200);
    assertThat(line.minRate()).isEqualTo(100);
    assertThat(line.maxRate()).isEqualTo(300);
    assertThat(line.rounds()).isEqualTo(3);
  }

  @Test
  void the_median_of_an_even_number_is_the_mean_of_the_middle() {
    Summary summary = Summary.of(List.of(run("a", 1, 100), run("a", 2, 200)));

    assertThat(summary.lines().get(0).rate()).isEqualTo(150);
  }

  @Test
  void the_first_client_is_what_the_others_are_compared_with() {
    Summary summary = Summary.of(List.of(run("a", 1, 100), run("b", 1, 25)));

    assertThat(summary.lines()).extracting(Summary.Line::client).containsExactly("a", "b");
    assertThat(summary.lines().get(0).lead()).isEqualTo(1);
    assertThat(summary.lines().get(1).lead()).isCloseTo(4, within(1e-9));
  }

  @Test
  void the_table_marks_what_had_not_settled() {
    Reply unsettled = new Reply(null, false, 1, 1, 700, List.of(700.0), 0, 0, 0, 0, 0, MEMORY);
    Run run = new Run("openons", "a", Scenario.RECEIVE, 1_024, 1, unsettled);

    assertThat(Summary.of(List.of(run)).table()).contains("~ 700");
  }

  private static Run run(String client, int round, long rate) {
    Reply reply = new Reply(null, true, 1, 1, rate, List.of((double) rate), 1, 2, 3, 4, 5, MEMORY);
    return new Run("openons", client, Scenario.SEND_SYNC_1, 1_024, round, reply);
  }
}
