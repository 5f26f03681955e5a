package io.openons.broker.server.grpc.v2;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.Samples;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: no secret is ever told. Method: a broker as a process goes through every failure of access
 * control; its log and all its answers are searched for everything that is secret. A failure means
 * keys in log files.
 */
class SecretsTest {
  private static final String SECRET = "S3cret-of-the-shop";
  private static final String TOKEN = "T0ken-of-the-shop";
  private static final String SIGNED = "20260102T030405Z";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "shop", "secretKey": "%s", "sessionToken": "%s", "topics": {"orders": "both"}},
        {"accessKey": "plain", "secretKey": "%s", "topics": {"orders": "both"}}
      ]}
      """
          .formatted(SECRET, TOKEN, SECRET);

  @TempDir Path folder;

  @Test
  void neither_the_log_nor_any_answer_has_a_secret() throws Exception {
    var users = Files.writeString(folder.resolve("users.json"), USERS);
    var log = Files.createFile(folder.resolve("broker.log"));
    var told = new ArrayList<String>();
    var broker = start(users, log);
    try {
      var endpoint = endpoint(broker);
      told.addAll(refusals(endpoint));
      var faults =
          List.of(
              USERS.replace("\"both\"", SECRET),
              USERS.replace("\"both\"", "\"" + SECRET + "\""),
              USERS.replace("\"" + SECRET + "\"", SECRET),
              USERS.replace("\"" + SECRET + "\"", "{\"" + TOKEN + "\": 1}").replace(TOKEN, "x"),
              USERS.replace("\"plain\"", "\"shop\""));
      for (int i = 0; i < faults.size(); i++) {
        replace(users, faults.get(i));
        awaitInLog(log, "keeping the previous users", i + 1);
      }
      replace(users, USERS.replace("orders", "payments"));
      awaitInLog(log, "its users and rights now apply", 1);
      try (var client = new RawClient(endpoint, "c").signedBy("plain", SECRET)) {
        assertThat(Rpc.QUERY_ROUTE.call(client, "orders", "").getCode())
            .isEqualTo(Code.UNAUTHORIZED);
        assertThat(Rpc.QUERY_ROUTE.call(client, "payments", "").getCode()).isEqualTo(Code.OK);
      }
    } finally {
      broker.destroyForcibly();
    }

    assertThat(told).hasSizeGreaterThan(100).allSatisfy(text -> assertThat(text).isNotBlank());
    assertThat(String.join("\n", told) + Files.readString(log))
        .doesNotContainIgnoringCase(SECRET)
        .doesNotContainIgnoringCase(TOKEN)
        .doesNotContainIgnoringCase(RawClient.hmac(SECRET, SIGNED));
  }

  /** A broker that logs everything that it can log. */
  private Process start(Path users, Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dorg.slf4j.simpleLogger.log.io.openons=trace",
            "io.openons.broker.process.Main",
            "--grpc-port=0",
            "--remoting-port=off",
            "--http-port=off",
            "--data-dir=" + folder.resolve("data"),
            "--users=" + users)
        .redirectError(log.toFile())
        .start();
  }

  private static String endpoint(Process broker) {
    var ready =
        CompletableFuture.supplyAsync(() -> broker.inputReader().lines().findFirst().orElseThrow())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    return ready.replaceAll("ready grpc=(\\S+) .*", "$1");
  }

  /** Every call in every way that is refused, and what was answered. */
  private static List<String> refusals(String endpoint) {
    var told = new ArrayList<String>();
    var right =
        "MQv2-HMAC-SHA1 Credential=shop, SignedHeaders=x-mq-date-time, Signature="
            + RawClient.hmac(SECRET, SIGNED);
    try (var unsigned = new RawClient(endpoint, "c");
        var swapped = new RawClient(endpoint, "c").signedBy(SECRET, "shop");
        var wrong = new RawClient(endpoint, "c").signedBy("plain", SECRET + "!");
        var noDate = new RawClient(endpoint, "c").with("authorization", right);
        var noHex =
            new RawClient(endpoint, "c")
                .with("x-mq-date-time", SIGNED)
                .with("authorization", "MQv2 Credential=shop, Signature=" + SECRET);
        var noToken = new RawClient(endpoint, "c").signedBy("shop", SECRET);
        var otherToken =
            new RawClient(endpoint, "c")
                .signedBy("shop", SECRET)
                .with("x-mq-session-token", TOKEN + "!");
        var noRight = new RawClient(endpoint, "c").signedBy("plain", SECRET)) {
      for (var client :
          List.of(unsigned, swapped, wrong, noDate, noHex, noToken, otherToken, noRight)) {
        for (var rpc : Rpc.values()) {
          var status = rpc.call(client, "payroll", "GID_payroll");
          assertThat(status.getCode()).as("%s", rpc).isEqualTo(Code.UNAUTHORIZED);
          told.add(status.getMessage());
        }
        var settings = Settings.newBuilder();
        settings.getPublishingBuilder().addTopics(Samples.named("payroll"));
        told.add(client.telemetry().send(settings).end().toString());
      }
    }
    return told;
  }

  private static void replace(Path file, String content) throws IOException {
    var next = Files.writeString(file.resolveSibling("next.json"), content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitInLog(Path log, String text, int times) throws Exception {
    var end = System.nanoTime() + PATIENCE.toNanos();
    try (var watch = log.getFileSystem().newWatchService()) {
      log.getParent().register(watch, ENTRY_MODIFY);
      while (Files.readAllLines(log).stream().filter(line -> line.contains(text)).count() < times) {
        var left = end - System.nanoTime();
        assertThat(left).as("time left for <%s> in %s", text, Files.readString(log)).isPositive();
        var key = watch.poll(left, TimeUnit.NANOSECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
  }
}
