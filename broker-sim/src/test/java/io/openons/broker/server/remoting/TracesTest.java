package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.body;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what clients note about the ways of messages is kept, without a topic that users made.
 *
 * <p>Method: raw requests, at a broker that makes no topics on first use.
 *
 * <p>A failure means: tracing clients fill their logs with errors, or users see strange topics.
 */
class TracesTest {
  private static final int QUERY = 12;
  private static final int ROUTE = 105;
  private static final String APACHE = "RMQ_SYS_TRACE_TOPIC";

  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(builder -> builder.autoCreateTopics(false));

  @ParameterizedTest
  @ValueSource(strings = {APACHE, "rmq_sys_TRACE_DATA_cn-shenzhen"})
  void traces_are_kept_and_found_by_the_id_that_they_are_about(String topic) throws IOException {
    try (var client = new RemotingClient(BROKER.broker().endpoint("remoting"))) {
      assertThat(client.ask(ROUTE, "topic", topic).code()).isZero();
      var id = "about-" + topic;
      send(client, topic, 0, "Pub", "KEYS", id);

      var found = client.ask(QUERY, "topic", APACHE, "key", id, "maxNum", 8);

      assertThat(found.code()).as(found.remark()).isZero();
      assertThat(body(found)).isEqualTo("Pub");
    }
  }

  @Test
  void answers_allow_tracing_but_not_to_those_who_would_unasked() throws IOException {
    try (var client = new RemotingClient(BROKER.broker().endpoint("remoting"))) {
      var sent = send(client, APACHE, 0, "any");

      assertThat(sent.fields())
          .containsEntry("TRACE_ON", "true")
          .containsEntry("MSG_REGION", "DefaultRegion");
    }
  }
}
