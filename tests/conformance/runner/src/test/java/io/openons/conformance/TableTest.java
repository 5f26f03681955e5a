package io.openons.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.conformance.cases.Case;
import io.openons.conformance.cases.Feature;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.servers.PlannedRun;
import io.openons.conformance.servers.Servers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Goal: the table says what held, what failed and what a language does not offer. Method: tables
 * from made-up results. A failure means: a failure looks like a case that is not offered.
 */
class TableTest {
  private static final Face JAVA = new Face("java", "java", List.of("java"), Map.of());
  private static final Face C = new Face("c", "c", List.of("c"), Map.of());
  private static final Case CASE =
      new Case("one", "shows", "holds", List.of("F-001"), null, false, false, List.of());
  private static final List<Feature> FEATURES =
      List.of(new Feature("10-feature", "Feature", List.of(CASE)));

  private static Result result(Face face, String server, String lacking, AssertionError failure) {
    return new Result(new PlannedRun(1, "10-feature", CASE, server, face, face), lacking, failure);
  }

  private static Table table(Result... results) {
    return new Table(FEATURES, List.of(JAVA, C), List.of(results));
  }

  @Test
  void a_cell_says_what_held_what_failed_and_what_is_not_offered() {
    Table table =
        table(
            result(JAVA, Servers.OPENONS, null, null),
            result(JAVA, Servers.OPENONS, null, new AssertionError()),
            result(C, Servers.OPENONS, "sql", null));

    assertThat(table.text()).contains("| Feature | 1 **1 failed** | - (1) |").contains("- c: sql");
  }

  @Test
  void a_committed_table_agrees_when_all_that_was_run_is_in_it() {
    String committed =
        table(
                result(JAVA, Servers.OPENONS, null, null),
                result(C, Servers.OPENONS, null, null),
                result(JAVA, Servers.APACHE, null, null),
                result(C, Servers.APACHE, null, null))
            .text();

    Table fewer =
        table(
            result(JAVA, Servers.OPENONS, null, null),
            result(C, Servers.OPENONS, null, null),
            result(JAVA, Servers.APACHE, null, null));
    Table failed =
        table(
            result(JAVA, Servers.OPENONS, null, null),
            result(C, Servers.OPENONS, null, new AssertionError()),
            result(JAVA, Servers.APACHE, null, null));

    assertThat(fewer.differenceTo(committed)).isNull();
    assertThat(failed.differenceTo(committed)).contains("| Feature | 1 | 1 |");
  }
}
