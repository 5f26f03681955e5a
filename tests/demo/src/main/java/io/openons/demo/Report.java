package io.openons.demo;

import io.openons.harness.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the demo shows: how far it is, and at the end a table and what is wrong. */
final class Report {
  private static final int IDS_SHOWN = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Shop shop;
  private final Publisher publisher;
  private final List<Order> orders;
  private final List<String> problems = new ArrayList<>();
  private Duration sending;
  private Duration restart;

  Report(Shop shop, Publisher publisher, List<Order> orders) {
    this.shop = shop;
    this.publisher = publisher;
    this.orders = orders;
  }

  void sent(Duration took) {
    sending = took;
  }

  void restarted(Duration took) {
    restart = took;
  }

  void failed(Throwable failure) {
    problems.add(failure.getMessage());
  }

  /** How much is done, 0 to 1: what the slower group has received. */
  double done() {
    return shop.groups().stream()
        .mapToDouble(group -> (double) group.received() / Math.max(1, group.expected()))
        .min()
        .orElseThrow();
  }

  String brief() {
    return "%,d sent; %s"
        .formatted(
            publisher.acknowledged(),
            shop.groups().stream()
                .map(group -> "%s %,d".formatted(group.group(), group.received()))
                .collect(Collectors.joining(", ")));
  }

  String table() {
    TextTable table =
        new TextTable(
            "group / consumer",
            "expected",
            "received",
            "duplicates",
            "lost",
            "p50 ms",
            "p99 ms",
            "max ms");
    for (Ledger group : shop.groups()) {
      table.row(
          group.group(),
          count(group.expected()),
          count(group.received()),
          count(group.duplicates()),
          count(group.missing().size()),
          "%,.1f".formatted(group.latencyMillis(50)),
          "%,.1f".formatted(group.latencyMillis(99)),
          "%,.1f".formatted(group.latencyMillis(100)));
      shop.consumersOf(group)
          .forEach(
              name ->
                  table.row("  " + name, "", count(group.receivedBy(name)), "", "", "", "", ""));
    }
    return String.join(System.lineSeparator(), sendingLine(), restartLine(), "", table.toString());
  }

  /** What went wrong, with what is missing; nothing when every order arrived as it was sent. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    if (restart == null) {
      all.add("the broker was not restarted: half of the orders was never acknowledged");
    }
    for (Ledger group : shop.groups()) {
      describe(group, "did not receive", group.missing(), all);
      describe(group, "received what nobody sent it:", group.strangers(), all);
    }
    return all;
  }

  private static void describe(Ledger group, String what, List<String> ids, List<String> into) {
    if (!ids.isEmpty()) {
      into.add(
          "%s %s %,d of %,d orders, such as %s"
              .formatted(
                  group.group(),
                  what,
                  ids.size(),
                  group.expected(),
                  ids.stream().limit(IDS_SHOWN).collect(Collectors.joining(", "))));
    }
  }

  private String sendingLine() {
    double mebibytes = orders.stream().mapToLong(order -> order.json().length).sum() / 1048576.0;
    if (sending == null) {
      return "sent      %,d of %,d orders before the time was up"
          .formatted(publisher.acknowledged(), orders.size());
    }
    double seconds = sending.toNanos() / NANOS_PER_SECOND;
    return ("sent      %,d orders, %.1f MiB, in %.1f s with the restart: %,.0f orders/s;"
            + " %,d sends failed and were sent again")
        .formatted(
            orders.size(), mebibytes, seconds, orders.size() / seconds, publisher.failures());
  }

  private String restartLine() {
    return restart == null
        ? "restart   none"
        : "restart   stopped and serving again in %.2f s"
            .formatted(restart.toNanos() / NANOS_PER_SECOND);
  }

  private static String count(long number) {
    return "%,d".formatted(number);
  }
}
