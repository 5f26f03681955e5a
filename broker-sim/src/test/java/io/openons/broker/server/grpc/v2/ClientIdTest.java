package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: nobody acts without a name.
 *
 * <p>Method: makes every call with and without the metadata entry x-mq-client-id.
 *
 * <p>A failure means: leases and settings could be kept for a client that cannot be told apart from
 * others.
 */
class ClientIdTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @ParameterizedTest
  @EnumSource
  void a_call_without_client_id_is_refused(Rpc rpc) {
    var nobody = BROKER.connect(null);

    assertCode(rpc.call(nobody, fresh("topic"), fresh("group")), Code.CLIENT_ID_REQUIRED);
  }

  @ParameterizedTest
  @EnumSource
  void a_call_with_a_blank_client_id_is_refused(Rpc rpc) {
    var blank = BROKER.connect(" ");

    assertCode(rpc.call(blank, fresh("topic"), fresh("group")), Code.CLIENT_ID_REQUIRED);
  }

  @ParameterizedTest
  @EnumSource
  void a_call_with_a_client_id_that_is_too_long_is_refused_with_both_numbers(Rpc rpc) {
    var longWinded = BROKER.connect("c".repeat(513));

    var status = rpc.call(longWinded, fresh("topic"), fresh("group"));

    assertCode(status, Code.BAD_REQUEST);
    assertThat(status.getMessage()).contains("513 characters", "at most 512");
  }

  @Test
  void a_telemetry_stream_without_client_id_is_ended() throws Exception {
    try (var stream = BROKER.connect(null).telemetry()) {
      stream.send(Settings.newBuilder().setPublishing(Publishing.getDefaultInstance()));

      var end = stream.end();

      assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(end.getDescription()).contains("x-mq-client-id");
    }
  }
}
