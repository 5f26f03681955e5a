package io.openons.tests.interop;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A broker and a process of each published client, of any protocol: one of each for all classes of
 * this JVM.
 */
final class RemotingPeers implements BeforeAllCallback {
  private static Running running;

  /** What runs, until the last class is done. */
  private static final class Running implements AutoCloseable {
    final Path folder = Files.createTempDirectory("remoting-peers");
    final OnsBroker broker =
        OnsBroker.builder()
            .newGroupsStartAt(StartPosition.EARLIEST)
            .queuesOfNewTopics(4)
            .transactionChecks(Duration.ofSeconds(1), Duration.ofSeconds(1), 30)
            .start();
    final Map<OfficialProgram, OfficialClient> clients = new EnumMap<>(OfficialProgram.class);

    Running() throws IOException {}

    /** A client that no test asked for costs nothing. */
    synchronized OfficialClient client(OfficialProgram program) throws Exception {
      OfficialClient client = clients.get(program);
      if (client == null) {
        client =
            new OfficialClient(
                program,
                Files.createDirectory(folder.resolve(program.name())),
                broker.endpoint(program.protocol()),
                program == OfficialProgram.ONS_2);
        clients.put(program, client);
        if (program == OfficialProgram.GRPC) {
          client.ask("producer", "topic", "warm-up");
        } else {
          client.ask("producer", "group", "GID_" + program);
        }
      }
      return client;
    }

    @Override
    public void close() throws IOException {
      clients.values().forEach(OfficialClient::close);
      broker.close();
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .computeIfAbsent(
                RemotingPeers.class,
                absent -> {
                  try {
                    return new Running();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                Running.class);
  }

  static OfficialClient client(OfficialProgram program) throws Exception {
    return running.client(program);
  }

  static OnsBroker broker() {
    return running.broker;
  }

  /** The bodies of the next messages of a topic, in the order of their coming. */
  static List<String> bodies(OfficialClient client, String topic, int count)
      throws InterruptedException {
    var bodies = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      bodies.add(client.nextMessage(topic).get("body"));
    }
    return bodies;
  }
}
