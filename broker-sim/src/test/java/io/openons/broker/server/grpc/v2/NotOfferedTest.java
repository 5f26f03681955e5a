package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.consumer;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what the broker does not offer is answered, at once and truthfully. Method: the bare
 * protocol, spoken to a broker in this process. A failure means that a client waits for a feature
 * that is not there, or believes it has it.
 */
class NotOfferedTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @Test
  void a_call_for_lite_topics_is_answered_not_implemented() {
    assertCode(
        Rpc.SYNC_LITE_SUBSCRIPTION.call(BROKER.client(), fresh("topic"), fresh("group")),
        Code.NOT_IMPLEMENTED);
  }

  @ParameterizedTest
  @EnumSource(names = {"LITE_PUSH_CONSUMER", "LITE_SIMPLE_CONSUMER"})
  void a_consumer_of_lite_topics_is_refused_at_its_settings(ClientType type) throws Exception {
    var settings = consumer(fresh("group"), fresh("topic")).setClientType(type);
    var stream = BROKER.client().telemetry().send(settings);

    assertCode(stream.next().getStatus(), Code.NOT_IMPLEMENTED);
    assertThat(stream.end().getDescription()).contains("lite topics are not offered");
  }

  @ParameterizedTest
  @CsvSource({
    "apache.rocketmq.v2.MessagingService, Teleport",
    "apache.rocketmq.v9.MessagingService, SendMessage",
    "opentelemetry.proto.collector.trace.v1.TraceService, Export"
  })
  void a_path_that_does_not_exist_is_unimplemented(String service, String rpc) {
    var error =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> BROKER.client().callPath(service, rpc));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }
}
