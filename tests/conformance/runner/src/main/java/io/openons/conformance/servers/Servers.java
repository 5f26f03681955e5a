package io.openons.conformance.servers;

import io.openons.conformance.drivers.Places;
import io.openons.harness.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers of a suite, started when a case needs them. */
public final class Servers implements AutoCloseable {
  public static final String OPENONS = "openons";
  public static final String APACHE = "apache";

  private final Places places;
  private final Path folder;
  private OpenOnsServer openons;
  private ApacheServer apache;

  public Servers(Places places) {
    this.places = places;
    try {
      this.folder = Files.createTempDirectory("conformance-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what the plan needs. */
  public void prepare(List<PlannedRun> plan) {
    if (plan.stream().anyMatch(planned -> planned.server().equals(OPENONS))) {
      openons = new OpenOnsServer(folder.resolve(OPENONS));
      openons.prepare(on(plan, OPENONS));
    }
    if (plan.stream().anyMatch(planned -> planned.server().equals(APACHE))) {
      apache = new ApacheServer(places, folder.resolve(APACHE));
      apache.prepare(on(plan, APACHE));
    }
  }

  private static List<PlannedRun> on(List<PlannedRun> plan, String server) {
    return plan.stream().filter(planned -> planned.server().equals(server)).toList();
  }

  public Server of(PlannedRun planned) {
    return planned.server().equals(OPENONS) ? openons : apache;
  }

  /** A server that a case has for itself; the case ends it. */
  public Server alone(PlannedRun planned) {
    OpenOnsServer server = new OpenOnsServer(folder.resolve("alone-" + planned.number()));
    server.prepare(List.of(planned));
    return server;
  }

  @Override
  public void close() {
    if (openons != null) {
      openons.close();
    }
    if (apache != null) {
      apache.close();
    }
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
