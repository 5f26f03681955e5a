package io.openons.conformance;

import io.openons.harness.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers of a suite, started when a case needs them. */
final class Servers implements AutoCloseable {
  static final String OPENONS = "openons";
  static final String APACHE = "apache";

  private final Places places;
  private final Path folder;
  private OpenOnsServer openons;
  private ApacheServer apache;

  Servers(Places places) {
    this.places = places;
    try {
      this.folder = Files.createTempDirectory("conformance-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what the plan needs. */
  void prepare(List<Planned> plan) {
    if (plan.stream().anyMatch(planned -> planned.server().equals(OPENONS))) {
      openons = new OpenOnsServer(folder.resolve(OPENONS));
      openons.prepare(on(plan, OPENONS));
    }
    if (plan.stream().anyMatch(planned -> planned.server().equals(APACHE))) {
      apache = new ApacheServer(places, folder.resolve(APACHE));
      apache.prepare(on(plan, APACHE));
    }
  }

  private static List<Planned> on(List<Planned> plan, String server) {
    return plan.stream().filter(planned -> planned.server().equals(server)).toList();
  }

  Server of(Planned planned) {
    return planned.server().equals(OPENONS) ? openons : apache;
  }

  /** A server that a case has for itself; the case ends it. */
  Server alone(Planned planned) {
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
