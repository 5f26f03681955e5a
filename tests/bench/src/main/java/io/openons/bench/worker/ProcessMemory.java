package io.openons.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The memory of processes as the system counts it.
 *
 * @param residentMiB all that is in memory, files that are mapped included
 * @param ownMiB without files, whose pages the system takes back when it needs them
 */
public record ProcessMemory(double residentMiB, double ownMiB) {
  private static final double KIB_PER_MIB = 1_024;

  /** Returns the sum over processes; zeros where the system does not tell. */
  public static ProcessMemory of(Collection<Long> pids) {
    double resident = 0;
    double own = 0;
    for (long pid : pids) {
      List<String> status = status(pid);
      resident += kib(status, "VmRSS:");
      own += kib(status, "RssAnon:");
    }
    return new ProcessMemory(resident / KIB_PER_MIB, own / KIB_PER_MIB);
  }

  private static List<String> status(long pid) {
    Path file = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static double kib(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
