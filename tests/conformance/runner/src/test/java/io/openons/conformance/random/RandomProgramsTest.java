package io.openons.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.openons.conformance.drivers.Drivers;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.drivers.Places;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Goal: programs made from fixed seeds do the same in every language; others run on demand. Method:
 * each program in each language against a broker of its own, and a comparison of what they saw. A
 * failure means: languages differ in what no case asks; the seed repeats it.
 */
class RandomProgramsTest {
  private static final int SEEDS = Boolean.getBoolean("ons.test.all") ? 100 : 2;
  private static final Places PLACES = Places.find();
  private static final Drivers DRIVERS = new Drivers(PLACES);

  @AfterAll
  static void endDrivers() {
    DRIVERS.close();
  }

  @TestFactory
  Stream<DynamicTest> a_random_program_sees_the_same_in_every_language() {
    List<Face> faces =
        Face.readAll(PLACES.conformance().resolve("drivers/drivers.yaml")).stream()
            .filter(Face::meetsOthers)
            .toList();
    Comparison comparison = new Comparison(faces, DRIVERS);
    return LongStream.rangeClosed(1, SEEDS)
        .mapToObj(
            seed ->
                dynamicTest(
                    "seed " + seed,
                    () ->
                        assertThat(comparison.differences(RandomProgram.of(seed)))
                            .as("./dev conformance random --seed " + seed + " --bisect")
                            .isEmpty()));
  }

  @Test
  void a_seed_always_gives_the_same_program() {
    assertThat(RandomProgram.of(7))
        .isEqualTo(RandomProgram.of(7))
        .isNotEqualTo(RandomProgram.of(8));
  }
}
