package io.openons.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: a failing program is made as short as it can be. Method: shrinks lists by conditions that
 * are known. A failure means: people read programs of a hundred steps to find the two that matter.
 */
class ShrinkingTest {
  @Test
  void only_what_is_needed_is_left() {
    List<Integer> hundred = IntStream.range(0, 100).boxed().toList();

    List<Integer> least = Shrinking.shrink(hundred, part -> part.contains(17) && part.contains(80));

    assertThat(least).containsExactly(17, 80);
  }

  @Test
  void what_is_needed_as_a_whole_stays() {
    assertThat(Shrinking.shrink(List.of(1, 2, 3), part -> part.size() == 3)).hasSize(3);
  }
}
