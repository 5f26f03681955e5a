package io.openons.bench.worker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of the clients that take part. */
public final class Workers implements Closeable {
  private final List<WorkerProcess> processes = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param apacheClassPath the file with the class path of an Apache RocketMQ, for a client of its
   */
  public Workers(List<String> clients, Path classPaths, Path apacheClassPath, Path logs)
      throws IOException {
    try {
      for (String client : clients) {
        processes.add(new WorkerProcess(Peer.named(client), classPaths, apacheClassPath, logs));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** In the order in which they were named. */
  public List<WorkerProcess> all() {
    return processes;
  }

  @Override
  public void close() throws IOException {
    for (WorkerProcess process : processes) {
      process.close();
    }
  }
}
