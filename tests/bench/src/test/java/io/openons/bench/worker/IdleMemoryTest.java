package io.openons.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.BrokerProcess;
import io.openons.harness.Patience;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a broker that has nothing to do is small. Method: the launcher that we ship, with the
 * classes of this build, and what the system counts for the process once its certificate is made,
 * it uses no processor, and Java has given back what its compiler needed. A failure means:
 * something is read into memory, or made, before it is needed; mapped files count.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(600)
class IdleMemoryTest {
  private static final double MOST_MIB = 128;

  /** The processor time of the timers in a second, with room for a clock that counts by 10 ms. */
  private static final Duration IDLE = Duration.ofMillis(50);

  private static final Path LAUNCHER = Path.of("../../broker-sim/src/main/launcher/ons-broker");

  @TempDir private Path folder;
  private Path jar;

  /** The launcher wants a jar; this one names the class path of the test. */
  @BeforeEach
  void make_a_jar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "io.openons.broker.process.Main");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    jar = folder.resolve("broker.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  @Test
  void an_idle_broker_takes_less_than_128_mib() throws Exception {
    try (BrokerProcess broker = start()) {
      comesToRestBelowTheBound(broker);
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
      comesToRestBelowTheBound(broker);
    }
  }

  private BrokerProcess start() throws InterruptedException {
    List<String> program =
        List.of(
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            "OPENONS_JAR=" + jar,
            "OPENONS_CACHE=" + folder.resolve("none.jsa"),
            LAUNCHER.toAbsolutePath().normalize().toString());
    return BrokerProcess.start(
        new BrokerProcess.Launch(program, folder.resolve("data"), folder.resolve("log"), List.of()),
        0);
  }

  private void comesToRestBelowTheBound(BrokerProcess broker) {
    Path certificate = folder.resolve("data/tls/certificate.pem");
    assertThat(comes(() -> Files.exists(certificate))).as("%s is made", certificate).isTrue();

    comes(() -> isIdle(broker) && residentMiB(broker) < MOST_MIB);

    assertThat(residentMiB(broker))
        .as("MiB that the system counts, %d s later", Patience.SECONDS)
        .isPositive()
        .isLessThan(MOST_MIB);
  }

  private static boolean comes(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Patience.LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return true;
  }

  private static boolean isIdle(BrokerProcess broker) {
    Duration before = processorTime(broker);
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    return processorTime(broker).minus(before).compareTo(IDLE) < 0;
  }

  private static Duration processorTime(BrokerProcess broker) {
    return ProcessHandle.of(broker.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  private static double residentMiB(BrokerProcess broker) {
    return ProcessMemory.of(List.of(broker.pid())).residentMiB();
  }
}
