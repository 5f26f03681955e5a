package io.openons.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.store.DataFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever clients, kills and clocks do, nothing acknowledged is lost, nothing comes twice
 * without a reason, nothing overtakes. Method: runs of random steps from fixed seeds against a
 * model of the promises. A failure names its seed and last steps, and comes again with the seed.
 */
class SimulationTest {
  @TempDir Path path;
  private DataFolder folder;

  @BeforeEach
  void open() {
    folder = DataFolder.open(path);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {17, 29, 38, 104, 162, 298, 731, 951, 965, 1021, 1038, 1297})
  void a_seed_that_once_found_a_fault_finds_none_now(long seed) {
    new Simulation(seed, folder).run(Simulation.STEPS);
  }

  @Test
  void many_seeds_find_no_fault() {
    for (long seed = 1; seed <= 12; seed++) {
      new Simulation(seed, folder).run(Simulation.STEPS);
    }
  }

  @Test
  void a_seed_gives_the_same_run_every_time() {
    Simulation first = new Simulation(5, folder);
    first.run(Simulation.STEPS);
    Simulation second = new Simulation(5, folder);
    second.run(Simulation.STEPS);

    assertThat(second.lastSteps()).isEqualTo(first.lastSteps());
  }
}
