package io.openons.conformance;

import io.openons.broker.OnsBroker;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Driver;
import io.openons.conformance.drivers.Drivers;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.drivers.Fields;
import io.openons.conformance.drivers.Inbox;
import io.openons.conformance.drivers.Places;
import io.openons.conformance.drivers.Transcript;
import io.openons.demo.Order;
import io.openons.demo.OrderBook;
import io.openons.harness.Patience;
import io.openons.harness.TextTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Passes the orders of the demo through all languages: each is sent in one of them and received in
 * every one. Exit code 0 only if nothing was lost or changed.
 */
@Command(
    name = "orders",
    mixinStandardHelpOptions = true,
    description = "Sends the demo's orders in every language and receives them in every one.")
final class LanguagesDemo implements Callable<Integer> {
  private static final String TOPIC = "orders";
  private static final Duration PATIENCE = Patience.LONG;

  @Option(names = "--orders", description = "How many orders. Default: ${DEFAULT-VALUE}.")
  private int limit = 400;

  /** What a language received: how many orders of each other one, and how many were changed. */
  private record Received(Map<String, Integer> bySender, int changed) {}

  private final Map<String, String> bodies = new LinkedHashMap<>();
  private final Map<String, String> senders = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Places places = Places.find();
    List<Face> faces =
        Face.readAll(places.conformance().resolve("drivers/drivers.yaml")).stream()
            .filter(Face::meetsOthers)
            .toList();
    List<Order> orders = OrderBook.load(limit);
    for (int i = 0; i < orders.size(); i++) {
      Order order = orders.get(i);
      bodies.put(order.id(), Base64.getEncoder().encodeToString(order.json()));
      senders.put(order.id(), faces.get(i % faces.size()).face());
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try (OnsBroker broker = OnsBroker.start();
        Drivers drivers = new Drivers(places)) {
      return report(faces, pass(faces, orders, broker, drivers, threads));
    } finally {
      threads.shutdownNow();
    }
  }

  private Map<String, Received> pass(
      List<Face> faces,
      List<Order> orders,
      OnsBroker broker,
      Drivers drivers,
      ExecutorService threads) {
    Map<String, CompletableFuture<Received>> receiving = new LinkedHashMap<>();
    List<Client> clients = new ArrayList<>();
    for (Face face : faces) {
      Client consumer = open(drivers.of(face), "consumer", "GID_" + face, broker);
      consumer.succeed(consumer.command("subscribe").put("topic", TOPIC).put("expression", "*"));
      consumer.succeed(consumer.command("start"));
      clients.add(consumer);
      receiving.put(face.face(), CompletableFuture.supplyAsync(() -> receive(consumer), threads));
    }
    List<CompletableFuture<Void>> sending = new ArrayList<>();
    for (Face face : faces) {
      Client producer = open(drivers.of(face), "producer", "GID_senders", broker);
      producer.succeed(producer.command("start"));
      clients.add(producer);
      sending.add(CompletableFuture.runAsync(() -> send(producer, face, orders), threads));
    }
    sending.forEach(CompletableFuture::join);
    Map<String, Received> received = new LinkedHashMap<>();
    receiving.forEach((face, future) -> received.put(face, future.join()));
    clients.forEach(client -> client.succeed(client.command("close")));
    return received;
  }

  private static Client open(Driver driver, String kind, String group, OnsBroker broker) {
    Client client = new Client(kind, kind + "-orders", kind, driver, new Inbox(), new Transcript());
    driver.listen(client.id(), client.inbox(), client.transcript());
    Map<String, String> properties = new LinkedHashMap<>(Patience.PROPERTIES);
    properties.put("NAMESRV_ADDR", broker.endpoint());
    properties.put("AccessKey", "any");
    properties.put("SecretKey", "any");
    properties.put("GROUP_ID", group);
    client.succeed(client.command("open").put("kind", kind).putAll("property.", properties));
    return client;
  }

  private void send(Client producer, Face face, List<Order> orders) {
    for (Order order : orders) {
      if (senders.get(order.id()).equals(face.face())) {
        producer.succeed(
            producer
                .command("send")
                .put("topic", TOPIC)
                .put("tag", order.status())
                .put("key", order.id())
                .put("body", bodies.get(order.id())));
      }
    }
  }

  /** Takes deliveries until every order was there, or none came for too long. */
  private Received receive(Client consumer) {
    Map<String, String> seen = new LinkedHashMap<>();
    try {
      while (seen.size() < bodies.size()) {
        Fields delivery = consumer.inbox().delivery(PATIENCE);
        if (delivery == null) {
          break;
        }
        seen.put(delivery.get("0.key"), delivery.get("0.body"));
        consumer.answer(delivery, "success");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Map<String, Integer> bySender = new LinkedHashMap<>();
    int changed = 0;
    for (Map.Entry<String, String> order : seen.entrySet()) {
      bySender.merge(senders.getOrDefault(order.getKey(), "nobody"), 1, Integer::sum);
      changed += order.getValue().equals(bodies.get(order.getKey())) ? 0 : 1;
    }
    return new Received(bySender, changed);
  }

  private int report(List<Face> faces, Map<String, Received> received) {
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of("sent in", "sent"), faces.stream().map(face -> "received in " + face))
                .toArray(String[]::new));
    boolean whole = received.values().stream().allMatch(one -> one.changed() == 0);
    for (Face face : faces) {
      long sent = senders.values().stream().filter(face.face()::equals).count();
      List<Object> row = new ArrayList<>(List.of(face, sent));
      for (Face receiver : faces) {
        int count = received.get(receiver.face()).bySender().getOrDefault(face.face(), 0);
        row.add(count);
        whole &= count == sent;
      }
      table.row(row.toArray());
    }
    System.out.println(table);
    System.out.println(
        whole
            ? "Every order arrived in every language, byte for byte."
            : "FAILED: orders were lost or changed.");
    return whole ? 0 : 1;
  }
}
