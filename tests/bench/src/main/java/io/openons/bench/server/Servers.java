package io.openons.bench.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The servers that take part, all of them running. */
public final class Servers implements AutoCloseable {
  private final Map<String, Server.Running> running = new LinkedHashMap<>();

  /** Starts one server. */
  public interface Start {
    Server.Running start(String name) throws InterruptedException;
  }

  public Servers(List<String> names, Start start) throws InterruptedException {
    try {
      for (String name : names) {
        running.put(name, start.start(name));
      }
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  public void forEach(BiConsumer<String, Server.Running> visitor) {
    running.forEach(visitor);
  }

  @Override
  public void close() {
    Deque<Server.Running> last = new ArrayDeque<>();
    running.values().forEach(last::push);
    last.forEach(Server.Running::close);
  }
}
