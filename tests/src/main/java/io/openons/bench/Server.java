package io.openons.bench;

import io.openons.harness.BrokerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that the clients are measured against, as a process of its own.
 *
 * @param name what it is called in the table
 * @param launcher how it is started
 */
record Server(String name, Launcher launcher) {
  /** Where a server is and what it has, when it is started. */
  record Place(Optional<Path> brokerJar, Path dataDir, Path log) {}

  /** A server that serves. */
  interface Running extends AutoCloseable {
    String endpoint();

    long pid();

    @Override
    void close();
  }

  /** Starts a server and returns when it serves. */
  interface Launcher {
    Running start(Place place) throws InterruptedException;
  }

  static final List<Server> ALL = List.of(new Server("openons", Server::openons));

  private static Running openons(Place place) throws InterruptedException {
    BrokerProcess broker =
        BrokerProcess.start(
            new BrokerProcess.Launch(place.brokerJar(), place.dataDir(), place.log(), List.of()),
            0);
    return new Running() {
      @Override
      public String endpoint() {
        return broker.endpoint();
      }

      @Override
      public long pid() {
        return broker.pid();
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }
}
