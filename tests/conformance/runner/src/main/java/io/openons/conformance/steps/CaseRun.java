package io.openons.conformance.steps;

import io.openons.conformance.cases.Arguments;
import io.openons.conformance.cases.Step;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Driver;
import io.openons.conformance.drivers.Drivers;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.drivers.Fields;
import io.openons.conformance.drivers.Inbox;
import io.openons.conformance.drivers.Transcript;
import io.openons.conformance.servers.PlannedRun;
import io.openons.conformance.servers.Server;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One run of a case: its clients, what was sent, and what was said. Used by one thread. */
public final class CaseRun implements AutoCloseable {
  private final PlannedRun planned;
  private final Server server;
  private final Drivers drivers;
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final List<Driver> ownDrivers = new ArrayList<>();
  private final Map<String, SentMessage> sent = new HashMap<>();
  private final Map<String, CompletableFuture<Fields>> closing = new HashMap<>();
  private final Set<String> claimed = new HashSet<>();
  private Instant sending = Instant.now();
  private final Map<String, Deque<Fields>> held = new HashMap<>();
  private final Transcript producing = new Transcript();
  private final Transcript consuming;

  public CaseRun(PlannedRun planned, Server server, Drivers drivers) {
    this.planned = planned;
    this.server = server;
    this.drivers = drivers;
    this.consuming = planned.isPair() ? new Transcript() : producing;
  }

  /** Does all steps. */
  public void run() throws InterruptedException {
    for (Step step : planned.one().steps()) {
      Arguments arguments = step.arguments();
      try {
        StepKind.of(step.verb()).run(this, arguments);
        arguments.checkAllRead();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "in step " + step.verb() + " " + step.given() + ": " + e.getMessage(), e);
      }
    }
    for (Client client : clients.values()) {
      Fields leftOver = client.inbox().leftOver();
      if (leftOver != null) {
        throw new AssertionError(client.name() + " was given what was not to come: " + leftOver);
      }
    }
  }

  PlannedRun planned() {
    return planned;
  }

  /** A folder for what clients of this run keep. */
  String folder() {
    return drivers.scratch().resolve("" + planned.number()).toString();
  }

  Server server() {
    return server;
  }

  String endpoint() {
    return server.endpoint(planned.one());
  }

  /** A topic as this run calls it; dead letters are those of a group of this run. */
  String topic(String logical) {
    return planned.name(logical);
  }

  Client client(String name) {
    Client client = clients.get(name);
    if (client == null) {
      throw new IllegalArgumentException("no step has opened a client '" + name + "'");
    }
    return client;
  }

  /**
   * Makes a place for a client.
   *
   * @param own whether it is in a process of its own
   */
  Client newClient(String name, String kind, boolean own) {
    boolean produces = kind.endsWith("producer");
    Face face = produces ? planned.producer() : planned.consumer();
    Driver driver = own ? drivers.own(face) : drivers.of(face);
    if (own) {
      ownDrivers.add(driver);
    }
    Transcript transcript = produces ? producing : consuming;
    // A case may open the same name again, after it closed it.
    String id = planned.number() + "." + name + "." + clients.size() + "." + System.nanoTime();
    Client client = new Client(name, id, kind, driver, new Inbox(), transcript);
    driver.listen(id, client.inbox(), transcript);
    clients.put(name, client);
    return client;
  }

  void forget(Client client) {
    clients.remove(client.name());
  }

  void kill(Client client) {
    if (!ownDrivers.remove(client.driver())) {
      throw new IllegalArgumentException(client.name() + " has no process of its own to kill");
    }
    client.driver().kill();
    clients.remove(client.name());
  }

  void closing(Client client, CompletableFuture<Fields> reply) {
    closing.put(client.name(), reply);
  }

  CompletableFuture<Fields> closing(Client client) {
    return closing.remove(client.name());
  }

  /** Keeps a delivery that is to be answered later. */
  void hold(Client client, Fields delivery) {
    held.computeIfAbsent(client.id(), id -> new ArrayDeque<>()).add(delivery);
  }

  /** Takes deliveries that were held, so many at most. */
  List<Fields> held(Client client, int most) {
    Deque<Fields> all = held.getOrDefault(client.id(), new ArrayDeque<>());
    List<Fields> taken = new ArrayList<>();
    while (taken.size() < most && !all.isEmpty()) {
      taken.add(all.remove());
    }
    return taken;
  }

  /** Bodies that came where any of several could. */
  Set<String> claimed() {
    return claimed;
  }

  /** What was sent with the bodies of a delivery. */
  List<String> bodiesOf(Fields delivery) {
    return sent.keySet().stream()
        .filter(body -> SentMessage.hasBody(delivery, "0.", body))
        .toList();
  }

  /** A step begins to send. */
  void sending() {
    sending = Instant.now();
  }

  /** When the last step that sent something began. */
  Instant sendingSince() {
    return sending;
  }

  void sent(SentMessage message) {
    sent.put(message.body(), message);
  }

  /** What was sent with a body; null when nothing was. */
  SentMessage sent(String body) {
    return sent.get(body);
  }

  public String transcripts() {
    String text = "--- transcript of " + planned.producer() + "\n" + producing;
    return planned.isPair()
        ? text + "\n--- transcript of " + planned.consumer() + "\n" + consuming
        : text;
  }

  /** Closes what the case left open: first what waits for an answer gets one. */
  @Override
  public void close() {
    for (Client client : clients.values()) {
      Fields command = client.command("close");
      CompletableFuture<Fields> reply = client.send(command);
      held(client, Integer.MAX_VALUE).forEach(delivery -> client.answer(delivery, "later"));
      client.inbox().drain(delivery -> client.answer(delivery, "later"), reply);
      client.driver().await(reply, command);
    }
    ownDrivers.forEach(Driver::close);
  }
}
