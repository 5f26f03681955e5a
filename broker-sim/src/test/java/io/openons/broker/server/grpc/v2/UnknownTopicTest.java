package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: where topics are not created by being used, a mistyped topic is an error and not a topic.
 *
 * <p>Method: makes every call that names a topic on a broker without any.
 *
 * <p>A failure means: messages could go to a topic that nobody consumes.
 */
class UnknownTopicTest {
  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(broker -> broker.autoCreateTopics(false));

  @ParameterizedTest
  @MethodSource("callsThatNameATopic")
  void an_unknown_topic_is_refused_and_named(Rpc rpc) {
    var topic = fresh("mistyped");

    var status = rpc.call(BROKER.client(), topic, fresh("group"));

    assertCode(status, Code.TOPIC_NOT_FOUND);
    assertThat(status.getMessage()).contains(topic);
  }

  static Stream<Rpc> callsThatNameATopic() {
    return Arrays.stream(Rpc.values()).filter(Rpc::checksTopic);
  }
}
