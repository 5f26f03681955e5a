package io.openons.conformance.drivers;

import io.openons.harness.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The processes of a suite: one for each face, and those that a case has for itself. */
public final class Drivers implements AutoCloseable {
  private final Places places;
  private final Path scratch;
  private final Map<String, Driver> shared = new ConcurrentHashMap<>();

  public Drivers(Places places) {
    this.places = places;
    try {
      this.scratch = Files.createTempDirectory("conformance-drivers-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for what clients keep; deleted in the end. */
  public Path scratch() {
    return scratch;
  }

  /** The process that all cases of a face share. */
  public Driver of(Face face) {
    return shared.computeIfAbsent(face.face(), name -> start(face, name));
  }

  /** A process that a case may kill; the case ends it. */
  public Driver own(Face face) {
    return start(face, face.face() + "-own");
  }

  private Driver start(Face face, String name) {
    Path log = places.target().resolve("logs").resolve(name + ".log");
    return new Driver(face, places, log);
  }

  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    shared
        .values()
        .forEach(
            driver -> {
              try {
                driver.close();
              } catch (RuntimeException e) {
                failures.add(e);
              }
            });
    shared.clear();
    try {
      Folders.delete(scratch);
    } catch (IOException e) {
      failures.add(new UncheckedIOException(e));
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
