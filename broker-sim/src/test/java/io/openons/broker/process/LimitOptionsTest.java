package io.openons.broker.process;

import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.openons.broker.BrokerSetting;
import io.openons.broker.OnsBroker;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.RawConnection;
import io.openons.broker.testing.Samples;
import io.openons.proto.v2.QueryRouteRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: each limit that has an option takes effect, however it is given.
 *
 * <p>Method: a broker with small limits, given on the command line, by the environment, or by the
 * builder of an embedded one; clients go beyond each of them. That all settings are tried is
 * checked with the table of settings.
 *
 * <p>A failure means: an operator sets a limit, and the broker has another.
 */
class LimitOptionsTest {
  private static final int SECONDS = 120;
  private static final String TOPIC = "topic";
  private static final String GROUP = "group";

  @TempDir static Path folder;

  /** How the limits are given. */
  enum Given {
    ON_THE_COMMAND_LINE {
      @Override
      Running start(Map<BrokerSetting<?>, String> limits) throws IOException {
        List<String> options = new ArrayList<>();
        limits.forEach((setting, value) -> options.add(setting.option() + "=" + value));
        return new Process(options, Map.of());
      }
    },
    BY_THE_ENVIRONMENT {
      @Override
      Running start(Map<BrokerSetting<?>, String> limits) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        limits.forEach((setting, value) -> variables.put(setting.variable(), value));
        return new Process(List.of(), variables);
      }
    },
    BY_THE_BUILDER {
      @Override
      Running start(Map<BrokerSetting<?>, String> limits) {
        OnsBroker.Builder builder = OnsBroker.builder();
        limits.forEach((setting, value) -> set(builder, setting, value));
        OnsBroker broker = builder.start();
        return new Running() {
          @Override
          public String endpoint() {
            return broker.endpoint();
          }

          @Override
          public void close() {
            broker.close();
          }
        };
      }
    };

    abstract Running start(Map<BrokerSetting<?>, String> limits) throws IOException;

    private static <T> void set(OnsBroker.Builder builder, BrokerSetting<T> setting, String value) {
      builder.set(setting, setting.parse(value));
    }
  }

  private interface Running extends AutoCloseable {
    String endpoint();

    @Override
    void close();
  }

  /** A broker in a process of its own. */
  private static final class Process implements Running {
    private final java.lang.Process process;
    private final String endpoint;

    Process(List<String> options, Map<String, String> variables) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "--grpc-port=0",
                  "--remoting-port=off",
                  "--http-port=off",
                  "--data-dir=" + folder.resolve("data-" + System.nanoTime())));
      command.addAll(options);
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(variables);
      process = builder.start();
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String ready = String.valueOf(out.readLine());
      assertThat(ready).startsWith("ready grpc=");
      endpoint = ready.substring("ready grpc=".length(), ready.indexOf(" data="));
    }

    @Override
    public String endpoint() {
      return endpoint;
    }

    @Override
    public void close() {
      process.destroy();
      try {
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** Goes beyond a limit and returns what the broker says. */
  @FunctionalInterface
  private interface Push {
    String run(String endpoint) throws Exception;
  }

  private record Limit(String value, Push push, String refusal) {}

  private static final Map<BrokerSetting<?>, Limit> LIMITS = new LinkedHashMap<>();

  static {
    LIMITS.put(
        BrokerSetting.MAX_CALLS_PER_CONNECTION,
        new Limit("17", LimitOptionsTest::settingsOfServer, "0003" + "00000011"));
    LIMITS.put(
        BrokerSetting.MAX_WAITING_PER_CONNECTION,
        new Limit(
            "3", endpoint -> waiting(endpoint, 0), "waiting calls of this connection would be 4"));
    LIMITS.put(
        BrokerSetting.MAX_WAITING_CALLS,
        new Limit("5", endpoint -> waiting(endpoint, 1), "and at most 5 are allowed"));
    LIMITS.put(
        BrokerSetting.MAX_UNSENT_SIZE,
        new Limit("4MiB", LimitOptionsTest::unsent, "at most 1048576 are allowed"));
    LIMITS.put(
        BrokerSetting.MAX_TOPICS,
        new Limit("30", LimitOptionsTest::topics, "made 30 topics on first use, and may make 30"));
    LIMITS.put(
        BrokerSetting.MAX_SUBSCRIPTIONS,
        new Limit("20", LimitOptionsTest::subscriptions, "and may consume 20"));
    LIMITS.put(
        BrokerSetting.MAX_GROUPS,
        new Limit("40", LimitOptionsTest::groups, "made 40 groups on first use, and may make 40"));
    LIMITS.put(
        BrokerSetting.MAX_UNFINISHED,
        new Limit("25", LimitOptionsTest::unfinished, "25 unfinished deliveries, and may have 25"));
    LIMITS.put(
        BrokerSetting.MAX_OPEN_TRANSACTIONS,
        new Limit("70", LimitOptionsTest::halves, "has 7 open transactions, and may have 7"));
    LIMITS.put(
        BrokerSetting.MAX_CONNECTIONS,
        new Limit("15", LimitOptionsTest::connections, "connection 15 is closed"));
  }

  @ParameterizedTest
  @EnumSource
  void every_limit_takes_effect(Given given) throws Exception {
    assertThat(LIMITS.keySet())
        .as("limits that are tried")
        .containsExactlyInAnyOrderElementsOf(
            BrokerSetting.all().stream()
                .filter(setting -> setting.key().startsWith("max-"))
                .toList());
    Map<BrokerSetting<?>, String> values = new LinkedHashMap<>();
    LIMITS.forEach((setting, limit) -> values.put(setting, limit.value));
    values.put(BrokerSetting.NEW_GROUPS_START_AT, "earliest");

    try (Running broker = given.start(values)) {
      prepare(broker.endpoint());
      for (Map.Entry<BrokerSetting<?>, Limit> limit : LIMITS.entrySet()) {
        assertThat(limit.getValue().push.run(broker.endpoint()))
            .as("%s=%s", limit.getKey(), limit.getValue().value)
            .contains(limit.getValue().refusal);
      }
    }
  }

  /** Makes what the tries need, before others use up the limits. */
  private static void prepare(String endpoint) {
    try (var client = new RawClient(endpoint, "prepares")) {
      client.receive(receive(GROUP, TOPIC).setLongPollingTimeout(seconds(0)));
      client.call().sendMessage(send(half("halves", "x")));
      for (String topic : List.of("large", "unfinished")) {
        client.receive(receive(GROUP, topic).setLongPollingTimeout(seconds(0)));
      }
      var body = ByteString.copyFrom(new byte[Samples.LARGEST_BODY]);
      for (int i = 0; i < 8; i++) {
        client.call().sendMessage(send(message("large", "").setBody(body)));
      }
    }
  }

  private static String settingsOfServer(String endpoint) throws IOException {
    try (var connection = new RawConnection(endpoint)) {
      return connection.beginHttp2().readSettings();
    }
  }

  /** Begins three receives of each client, then one more of the last client. */
  private static String waiting(String endpoint, int others) throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i <= others; i++) {
        clients.add(new RawClient(endpoint, "waits-" + i));
        for (int call = i == 0 ? 0 : 1; call < 3; call++) {
          clients.get(i).beginToReceive(receive(GROUP, TOPIC).setLongPollingTimeout(seconds(25)));
        }
        // Answered behind them, so that they wait when other connections go on.
        clients.get(i).receive(receive(GROUP, TOPIC).setLongPollingTimeout(seconds(0)));
      }
      return clients.get(others).receive(receive(GROUP, TOPIC)).status().getMessage();
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  private static String unsent(String endpoint) throws Exception {
    try (var connection = new RawConnection(endpoint)) {
      connection.beginHttp2().agreeToSettings();
      int stream = 1;
      // One of the queues has a message; nobody takes more of it than a window of HTTP/2.
      for (int queue = 0; queue < 8; queue++, stream += 2) {
        connection.request(stream, "PullMessage", pull(GROUP, "large", queue, 0).build());
      }
      connection.request(stream, "PullMessage", pull(GROUP, "large", 0, 0).build());
      return connection.readUntil("at most 1048576 are allowed");
    }
  }

  private static String topics(String endpoint) {
    try (var client = new RawClient(endpoint, "topics")) {
      String answer = "";
      for (int i = 0; i <= 30 && !answer.contains("topics on first use"); i++) {
        var request =
            QueryRouteRequest.newBuilder().setTopic(named("more-" + i)).setEndpoints(endpoints());
        answer = client.call().queryRoute(request.build()).getStatus().getMessage();
      }
      return answer;
    }
  }

  private static String subscriptions(String endpoint) {
    return receiving(endpoint, 20, i -> GROUP, i -> "more-" + i);
  }

  private static String groups(String endpoint) {
    return receiving(endpoint, 40, i -> "more-" + i, i -> TOPIC);
  }

  private static String receiving(
      String endpoint, int times, IntFunction<String> group, IntFunction<String> topic) {
    StringBuilder answers = new StringBuilder();
    try (var client = new RawClient(endpoint, "receives")) {
      for (int i = 0; i <= times; i++) {
        var request = receive(group.apply(i), topic.apply(i)).setLongPollingTimeout(seconds(0));
        answers.append(client.receive(request).status().getMessage()).append('\n');
      }
    }
    return answers.toString();
  }

  private static String unfinished(String endpoint) {
    try (var client = new RawClient(endpoint, "unfinished")) {
      for (int i = 0; i < 30; i++) {
        client.call().sendMessage(send(message("unfinished", "x")));
      }
      StringBuilder answers = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        var request = receive(GROUP, "unfinished").setLongPollingTimeout(seconds(0));
        answers.append(client.receive(request).status().getMessage()).append('\n');
      }
      return answers.toString();
    }
  }

  private static String halves(String endpoint) {
    try (var client = new RawClient(endpoint, "halves")) {
      for (int i = 0; i < 7; i++) {
        client.call().sendMessage(send(half("halves", "x")));
      }
      return client.call().sendMessage(send(half("halves", "x"))).getStatus().getMessage();
    }
  }

  private static String connections(String endpoint) throws IOException {
    List<RawConnection> open = new ArrayList<>();
    try {
      for (int i = 0; i < 15; i++) {
        open.add(new RawConnection(endpoint).beginHttp2().agreeToSettings());
      }
      // The broker closes it without a word.
      var further = new RawConnection(endpoint);
      open.add(further);
      return "connection 15 is closed" + further.readToEnd();
    } finally {
      for (RawConnection connection : open) {
        connection.close();
      }
    }
  }
}
