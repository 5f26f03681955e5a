package io.openons.broker.server.http.metrics;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.openons.broker.testing.AdminClient;
import io.openons.broker.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: monitoring sees what happened, and the files for it name metrics that exist. Method: a
 * broker in this process, its metrics as Prometheus reads them. A failure means that a chart is
 * empty or an alert never comes.
 */
class MonitoringTest {
  private static final int NAMES = 2;

  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(builder -> builder.metricsNames(NAMES));

  @RegisterExtension static final TestBroker USUAL = new TestBroker();

  private static final Pattern NAME =
      Pattern.compile("\\b(?:ons|jvm|process|system)_[a-z_]+[a-z]\\b");

  private static String metrics(TestBroker broker) throws Exception {
    return new AdminClient(broker.broker().endpoint("http")).get("//metrics").body();
  }

  @Test
  void what_clients_did_is_counted_by_topic_and_group() throws Exception {
    String topic = fresh("topic");
    String group = fresh("group");
    USUAL.client().call().sendMessage(send(message(topic, "a"), message(topic, "b")));
    var received = USUAL.client().receive(receive(group, topic).setBatchSize(1)).only();
    USUAL
        .client()
        .call()
        .ackMessage(ack(group, topic, received.getSystemProperties().getReceiptHandle()).build());
    String both = "{group=\"%s\",topic=\"%s\"} ".formatted(group, topic);

    String text = metrics(USUAL);

    assertThat(text)
        .contains(
            "ons_messages_published_total{topic=\"%s\"} 2.0".formatted(topic),
            "ons_messages_delivered_total" + both + "1.0",
            "ons_messages_acknowledged_total" + both + "1.0",
            "ons_messages_dead_total" + both + "0.0",
            "ons_topic_messages{topic=\"%s\"} 2.0".formatted(topic),
            "ons_group_lag{group=\"%s\"} 1.0".formatted(group),
            "ons_group_ready{group=\"%s\"} 1.0".formatted(group),
            "ons_group_members{group=\"%s\"} 1.0".formatted(group));
    assertThat(text)
        .containsPattern("ons_send_duration_seconds_count [1-9]")
        .containsPattern("ons_message_wait_duration_seconds_bucket\\{le=\"\\+Inf\"} [1-9]");
  }

  @Test
  void names_beyond_the_bound_are_shown_as_one() throws Exception {
    for (int i = 0; i < NAMES + 3; i++) {
      BROKER.client().call().sendMessage(send(message(fresh("many"), "a")));
    }

    String text = metrics(BROKER);

    assertThat(text).contains("ons_messages_published_total{topic=\"_others\"} 3.0");
    assertThat(text).contains("ons_metrics_left_out{kind=\"topic\"} 3.0");
    assertThat(text.lines().filter(line -> line.startsWith("ons_topic_messages{"))).hasSize(NAMES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dashboard.json", "alerts.yaml"})
  void the_files_for_monitoring_name_metrics_that_exist(String file) throws Exception {
    String topic = fresh("topic");
    USUAL.client().call().sendMessage(send(message(topic, "a")));
    USUAL.client().receive(receive(fresh("group"), topic)).only();
    Set<String> real =
        NAME.matcher(metrics(USUAL))
            .results()
            .map(match -> match.group())
            .collect(Collectors.toSet());
    String text = Files.readString(Path.of("..", "docs", "monitoring", file));
    ObjectMapper mapper =
        file.endsWith("json") ? new ObjectMapper() : new ObjectMapper(new YAMLFactory());
    var used = new TreeSet<String>();
    for (JsonNode expression : mapper.readTree(text).findValues("expr")) {
      NAME.matcher(expression.asText()).results().forEach(match -> used.add(match.group()));
    }

    assertThat(used).isNotEmpty();
    assertThat(real).containsAll(used);
  }

  @Test
  void health_is_told_over_http_and_grpc() throws Exception {
    var client = new AdminClient(USUAL.broker().endpoint("http"));
    assertThat(client.get("//health/live").body()).isEqualTo("ok\n");
    assertThat(client.get("//health/ready").body()).isEqualTo("ok\n");
    assertThat(client.call("POST", "//health/live", "{}").status()).isEqualTo(405);
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(USUAL.endpoint()).usePlaintext().build();
    try {
      var answer =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      assertThat(answer.getStatus()).isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow().awaitTermination(60, TimeUnit.SECONDS);
    }
  }
}
