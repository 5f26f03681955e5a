package io.openons.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.Simulation.Hazards;
import io.openons.broker.store.DataFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever clients, kills, power cuts, retention and clocks do, nothing acknowledged is lost,
 * nothing comes twice without a reason, nothing overtakes. Method: runs of random steps from fixed
 * seeds against a model of the promises. A failure names its seed and last steps, and comes again
 * with the seed.
 */
class SimulationTest {
  private static final int SEEDS = Boolean.getBoolean("ons.test.all") ? 60 : 6;

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
    new Simulation(seed, Hazards.KILLS, folder).run(Simulation.STEPS);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 13, 110, 162, 176, 230})
  void a_seed_that_once_found_a_fault_at_a_power_cut_finds_none_now(long seed) {
    new Simulation(seed, Hazards.POWER_CUTS, folder).run(Simulation.STEPS);
  }

  @ParameterizedTest
  @EnumSource
  void many_seeds_find_no_fault(Hazards hazards) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Simulation(seed, hazards, folder).run(Simulation.STEPS);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KILLS_AND_MEMBERS", "POWER_CUTS_AND_MEMBERS"})
  void a_seed_gives_the_same_run_every_time(Hazards hazards) {
    Simulation first = new Simulation(5, hazards, folder);
    first.run(Simulation.STEPS);
    Simulation second = new Simulation(5, hazards, folder);
    second.run(Simulation.STEPS);

    assertThat(second.lastSteps()).isEqualTo(first.lastSteps());
  }
}
