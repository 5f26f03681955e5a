package io.openons.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/**
 * Goal: a table for a terminal is aligned. Method: small tables with short, long and empty cells. A
 * failure means: nobody can read the results of demo and benchmark.
 */
class TextTableTest {
  @Test
  void names_are_on_the_left_and_numbers_on_the_right() {
    TextTable table = new TextTable("name", "count").row("tea", 7).row("biscuits", 1_200);

    assertThat(table.toString().lines())
        .containsExactly("name      count", "tea           7", "biscuits   1200");
  }

  @Test
  void a_row_of_another_width_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextTable("name", "count").row("tea"))
        .withMessage("a row of 1 cells in a table of 2 columns");
  }

  @Test
  void a_column_may_be_empty() {
    assertThat(new TextTable("name", "").row("a", "")).hasToString("name%na".formatted());
  }
}
