package io.openons.ctl.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Query;
import io.openons.ctl.api.Server;
import io.openons.ctl.command.Version;
import io.openons.ctl.screen.Column;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All checks of a broker, in the order in which they matter: the later need the earlier. */
final class Checks {
  /** The window of signatures, unless the broker says otherwise. */
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private static final Duration NOTICEABLE = Duration.ofSeconds(5);
  private static final double FULL = 0.1;

  private final Server server;
  private final List<Finding> findings = new ArrayList<>();

  Checks(Server server) {
    this.server = server;
  }

  /** Runs them; topic and group may be null. */
  List<Finding> run(String topic, String group) {
    if (!Connecting.check(server.target(), findings) || !http() || !credentials()) {
      return findings;
    }
    check("versions", "update the older of the two", this::versions);
    check("disk", "see the log of the broker", this::disk);
    protocols();
    if (topic != null) {
      check("topic", "onsctl topics create " + topic, () -> topic(topic));
    }
    if (group != null) {
      check("group", "onsctl groups create " + group, () -> group(group));
    }
    return findings;
  }

  private void check(String name, String remedy, Supplier<Finding> check) {
    try {
      findings.add(check.get());
    } catch (CtlException e) {
      findings.add(Finding.fail(name, e.getMessage(), remedy));
    }
  }

  private boolean http() {
    try {
      var answer = server.plain("/health/ready");
      if (answer.statusCode() != 200) {
        findings.add(
            Finding.fail(
                "health",
                "status %d: %s".formatted(answer.statusCode(), answer.body().strip()),
                "see the log of the broker; if this is another server, mend --server"));
        return false;
      }
      findings.add(Finding.ok("health", "ready"));
      findings.add(clock(answer.headers().firstValue("date").orElse(null)));
      return true;
    } catch (CtlException e) {
      findings.add(
          Finding.fail("health", e.getMessage(), "name the HTTP port of the broker (--http-port)"));
      return false;
    }
  }

  /** HTTP tells the time in seconds, so half a second is no difference. */
  private static Finding clock(String date) {
    try {
      Instant theirs =
          date == null
              ? null
              : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      if (theirs == null) {
        return Finding.warn("clock", "the broker does not tell the time", "compare by hand");
      }
      Duration apart = Duration.between(theirs, Instant.now()).abs();
      String found = "%d s apart".formatted(apart.toSeconds());
      if (apart.compareTo(WINDOW) > 0) {
        return Finding.fail(
            "clock", found + ": signatures of clients are refused", "set the clocks by NTP");
      }
      return apart.compareTo(NOTICEABLE) > 0
          ? Finding.warn("clock", found, "set the clocks by NTP")
          : Finding.ok("clock", found);
    } catch (DateTimeParseException e) {
      return Finding.warn("clock", "the broker's date is none: " + date, "mend what is before it");
    }
  }

  private boolean credentials() {
    try {
      JsonNode session = server.get(Query.of("session"));
      String role = session.path("role").asText();
      String user = session.path("user").asText("");
      if (!session.path("signInNeeded").asBoolean()) {
        findings.add(Finding.ok("access", "no users: everybody may do everything"));
        return true;
      }
      if (role.equals("NONE")) {
        findings.add(
            Finding.fail(
                "access",
                user.isEmpty() ? "not signed in" : user + " may not use the admin API",
                "write --access-key, or give the user \"administration\" in the users file"));
        return false;
      }
      findings.add(Finding.ok("access", "%s, who may %s".formatted(user, meaning(role))));
      return true;
    } catch (CtlException e) {
      boolean isKeys = e.exitCode() == Exit.ACCESS;
      findings.add(
          Finding.fail(
              "access",
              e.getMessage(),
              isKeys ? "mend the keys" : "is it the HTTP port of an OpenONS broker?"));
      return false;
    }
  }

  private static String meaning(String role) {
    return role.equals("FULL") ? "see and change everything" : "see everything";
  }

  private Finding versions() {
    String theirs = server.get(Query.of("runtime")).path("version").asText();
    String ours = Version.text();
    String found = "broker %s, onsctl %s".formatted(theirs, ours);
    return ours.equals(theirs)
        ? Finding.ok("versions", found)
        : Finding.warn("versions", found, "use the onsctl that came with the broker");
  }

  private Finding disk() {
    JsonNode runtime = server.get(Query.of("runtime"));
    long whole = runtime.path("diskTotalBytes").asLong();
    long free = runtime.path("diskUsableBytes").asLong();
    String found = "%d of %d MiB free".formatted(free >> 20, whole >> 20);
    return free < whole * FULL
        ? Finding.warn(
            "disk",
            found + ": sends are refused above --disk-watermark",
            "free some space, or keep less: --retention-hours, --retention-size")
        : Finding.ok("disk", found);
  }

  private void protocols() {
    try {
      var endpoints = server.get(Query.of("runtime")).path("endpoints").properties();
      endpoints.forEach(e -> findings.add(protocol(e.getKey(), e.getValue().asText())));
    } catch (CtlException e) {
      findings.add(Finding.fail("protocols", e.getMessage(), "see the log of the broker"));
    }
  }

  private Finding protocol(String name, String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              endpoint.substring(0, colon).replaceAll("[\\[\\]]", ""),
              Integer.parseInt(endpoint.substring(colon + 1))),
          (int) server.target().timeout().toMillis());
      return Finding.ok(name, endpoint + " takes connections");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fail(
          name,
          "%s takes no connection from here: %s".formatted(endpoint, e.getMessage()),
          "set --bind or --advertise of the broker, or open the firewall");
    }
  }

  private Finding topic(String name) {
    JsonNode topic = server.get(Query.of("topics", name));
    String found =
        "%s has %d queues, accepts %s"
            .formatted(name, topic.path("queues").asInt(), Column.shown(topic.path("accepts")));
    String permission = topic.path("permission").asText();
    return permission.equals("READ_WRITE")
        ? Finding.ok("topic", found)
        : Finding.warn(
            "topic",
            found + ", permission " + permission,
            "onsctl topics change %s --permission READ_WRITE".formatted(name));
  }

  private Finding group(String name) {
    JsonNode group = server.get(Query.of("groups", name));
    List<String> contradictions = new ArrayList<>();
    server.list(
        Query.of("groups", name, "subscriptions"),
        Integer.MAX_VALUE,
        subscription -> {
          if (subscription.path("contradictory").asBoolean()) {
            contradictions.add(subscription.path("topic").asText());
          }
          return true;
        });
    if (!contradictions.isEmpty()) {
      return Finding.fail(
          "group",
          "clients of %s disagree about %s".formatted(name, String.join(", ", contradictions)),
          "give all of them the same subscriptions: onsctl groups subscriptions " + name);
    }
    String found =
        "%s has %d clients, lag %d"
            .formatted(name, group.path("members").asInt(), group.path("lag").asLong());
    return group.path("members").asInt() == 0
        ? Finding.warn("group", found, "start a consumer")
        : Finding.ok("group", found);
  }
}
