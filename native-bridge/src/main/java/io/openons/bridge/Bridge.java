package io.openons.bridge;

import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Context;
import io.openons.bridge.clients.BatchClient;
import io.openons.bridge.clients.BridgeClient;
import io.openons.bridge.clients.BroadcastClient;
import io.openons.bridge.clients.OrderClient;
import io.openons.bridge.clients.OrderProducerClient;
import io.openons.bridge.clients.ProducerClient;
import io.openons.bridge.clients.PullClient;
import io.openons.bridge.clients.PushClient;
import io.openons.bridge.clients.TransactionClient;
import io.openons.bridge.frames.Refusals;
import io.openons.bridge.logs.Logs;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.rpc.RequestHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** All clients of the process by their numbers, and the way of the log to native code. */
final class Bridge {
  private static final int PRODUCER = 1;
  private static final int ORDER_PRODUCER = 2;
  private static final int TRANSACTION_PRODUCER = 3;
  private static final int CONSUMER = 4;
  private static final int ORDER_CONSUMER = 5;
  private static final int BATCH_CONSUMER = 6;
  private static final int PULL_CONSUMER = 7;

  private static final long LAST_NOTIFICATIONS_MILLIS = 2_000;

  /** The longest ons.shutdownTimeoutMillis, and some more: each client bounds its own shutdown. */
  private static final Duration MOST_CLOSING = Duration.ofSeconds(630);

  private final Callbacks callbacks;
  private final Logs logs;
  private final AtomicLong lastNumber = new AtomicLong();
  private final Map<Long, BridgeClient> clients = new ConcurrentSkipListMap<>();

  /**
   * Clients with events that are being closed or closed, until these are drained: what was polled
   * may be answered as long as the client waits for it.
   */
  private final Map<Long, BridgeClient> leftovers = new ConcurrentSkipListMap<>();

  private volatile boolean shutDown;

  Bridge(Callbacks callbacks, Logs logs) {
    this.callbacks = callbacks;
    this.logs = logs;
  }

  /**
   * Gives a callback to who keeps it; it is released at once when that fails.
   *
   * @param number 0 for none, given as null
   */
  long taking(long number, ToLongFunction<Context> keeper) {
    Context context = number == 0 ? null : new Context(callbacks, number);
    try {
      return keeper.applyAsLong(context);
    } catch (RuntimeException | Error refused) {
      if (context != null) {
        context.end();
      }
      throw refused;
    }
  }

  /** Makes a client; the checker is null when there is none. */
  long open(int kind, Properties properties, Context checker) {
    requireOpen();
    BridgeClient client = make(kind, properties, checker);
    long number = lastNumber.incrementAndGet();
    synchronized (clients) {
      requireOpen();
      clients.put(number, client);
    }
    return number;
  }

  private BridgeClient make(int kind, Properties properties, Context checker) {
    return switch (kind) {
      case PRODUCER -> new ProducerClient(properties, callbacks);
      case ORDER_PRODUCER -> new OrderProducerClient(properties, callbacks);
      case TRANSACTION_PRODUCER -> new TransactionClient(properties, callbacks, checker);
      case CONSUMER ->
          BroadcastConfig.isMeantBy(properties)
              ? new BroadcastClient(properties, callbacks)
              : new PushClient(properties, callbacks);
      case ORDER_CONSUMER -> new OrderClient(properties, callbacks);
      case BATCH_CONSUMER -> new BatchClient(properties, callbacks);
      case PULL_CONSUMER -> new PullClient(properties, callbacks);
      default -> throw Refusals.argument(kind + " is not a kind of client; give 1 to 7");
    };
  }

  private void requireOpen() {
    if (shutDown) {
      throw Refusals.closed("the library was closed, for good");
    }
  }

  BridgeClient client(long number) {
    BridgeClient client = clients.get(number);
    if (client == null) {
      throw Refusals.closed("there is no client " + number + " any more, or there never was");
    }
    return client;
  }

  /** Closes a client; what it has for polls stays until it is polled. */
  void close(long number) {
    BridgeClient client = client(number);
    if (client.eventsOrNull() != null) {
      leftovers.put(number, client);
    }
    if (clients.remove(number, client)) {
      client.close();
    }
  }

  byte[] poll(long number, int max, int timeoutMillis, int capacity) {
    byte[] result = clientOrLeftover(number).events().poll(max, timeoutMillis, capacity);
    if (result == null) {
      leftovers.remove(number);
    }
    return result;
  }

  private BridgeClient clientOrLeftover(long number) {
    BridgeClient leftover = leftovers.get(number);
    return leftover == null ? client(number) : leftover;
  }

  /** Answers events; those of a client that is closed come too late, which is no error. */
  void complete(long number, long[] tokens, int[] results) {
    if (tokens.length != results.length) {
      throw Refusals.argument(
          tokens.length + " tokens were given, and " + results.length + " results");
    }
    BridgeClient client = clientOrLeftover(number);
    for (int i = 0; i < tokens.length; i++) {
      client.complete(tokens[i], results[i]);
    }
  }

  void logTo(int level) {
    if (level < Logs.ERROR || level > Logs.TRACE) {
      throw Refusals.argument(level + " is not a log level; give 1 (error) to 5 (trace)");
    }
    logs.toCallback(level, callbacks::log);
  }

  String describe() {
    Runtime runtime = Runtime.getRuntime();
    StringBuilder text = new StringBuilder();
    text.append("client: ons-client-java ").append(RequestHeaders.sdkVersion()).append('\n');
    text.append("java: ").append(System.getProperty("java.vm.name")).append(' ');
    text.append(Runtime.version()).append(", ").append(System.getProperty("java.home"));
    text.append('\n');
    text.append("heap: ").append(runtime.totalMemory() - runtime.freeMemory() >> 20);
    text.append(" MiB used, ").append(runtime.maxMemory() >> 20).append(" MiB at most\n");
    text.append("log records dropped: ").append(logs.dropped()).append('\n');
    text.append("clients: ").append(clients.size()).append('\n');
    clients.forEach((number, client) -> text.append(number).append(": ").append(client.describe()));
    return text.toString();
  }

  /** Closes all clients at the same time, then the log; final. */
  void shutDown() {
    List<Thread> closing = new ArrayList<>();
    synchronized (clients) {
      shutDown = true;
      for (long number : List.copyOf(clients.keySet())) {
        Thread thread = new Thread(() -> closeQuietly(number), "ons-close-" + number);
        thread.setDaemon(true);
        thread.start();
        closing.add(thread);
      }
    }
    try {
      long deadline = System.nanoTime() + MOST_CLOSING.toNanos();
      for (Thread thread : closing) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
      }
      endLastNotifications();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    logs.toStderr();
  }

  /**
   * Ends Netty's thread of last notifications, which is no daemon and would stay for a second more,
   * so that the Java machine could not end. When it is interrupted it looks whether there is work
   * left, and ends when there is none.
   */
  private static void endLastNotifications() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("globalEventExecutor-")) {
        thread.interrupt();
        thread.join(LAST_NOTIFICATIONS_MILLIS);
      }
    }
  }

  private void closeQuietly(long number) {
    try {
      close(number);
    } catch (RuntimeException | Error failure) {
      logs.record(Logs.WARN, Bridge.class.getName(), "client " + number + ": " + failure);
    }
  }
}
