package io.openons.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.BrokerProcess;
import io.openons.harness.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a broker that has nothing to do is small. Method: the broker as a process, with what the
 * system counts for it. A failure means: something is read into memory, or made, before it is
 * needed; mapped files count.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(600)
class IdleMemoryTest {
  private static final double MOST_MIB = 128;

  @TempDir private Path folder;

  @Test
  void an_idle_broker_takes_less_than_128_mib() throws Exception {
    try (BrokerProcess broker = start()) {
      assertThat(residentMiB(broker)).isPositive().isLessThan(MOST_MIB);
    }
  }

  @Test
  void so_does_one_that_starts_after_a_kill() throws Exception {
    try (BrokerProcess killed = start()) {
      ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(Patience.SECONDS, TimeUnit.SECONDS);
    }

    try (BrokerProcess broker = start()) {
      assertThat(residentMiB(broker)).isPositive().isLessThan(MOST_MIB);
    }
  }

  private BrokerProcess start() throws InterruptedException {
    return BrokerProcess.start(
        new BrokerProcess.Launch(
            Optional.empty(), folder.resolve("data"), folder.resolve("log"), List.of()),
        0);
  }

  private static double residentMiB(BrokerProcess broker) {
    return ProcessMemory.of(List.of(broker.pid())).residentMiB();
  }
}
