package io.openons.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a restart of the broker interrupts an official client and does not end it.
 *
 * <p>Method: stops the broker under a running push consumer and starts it again on the same port
 * and folder.
 *
 * <p>A failure means: after each update of the broker, its users have to restart their programs.
 */
@TriedWith(OfficialProgram.GRPC)
class BrokerRestartTest {
  @Test
  void a_push_consumer_goes_on_after_the_broker_was_restarted(
      @TempDir Path data, @TempDir Path clientFolder) throws Exception {
    String endpoint;
    int port;
    try (var reserving = broker(data, 0)) {
      endpoint = reserving.endpoint();
      port = reserving.grpcPort();
    }
    try (var client = new OfficialClient(clientFolder, endpoint, false)) {
      try (var first = broker(data, port)) {
        assertThat(first.endpoint()).isEqualTo(endpoint);
        client.ask("producer", "topic", "orders");
        client.ask("push", "group", "billing", "topic", "orders", "filter", "*", "failures", "0");
        client.ask("send", "topic", "orders", "body", "before");
        assertThat(client.nextMessage("orders").get("body")).isEqualTo("before");
      }
      try (var second = broker(data, port)) {
        assertThat(second.endpoint()).isEqualTo(endpoint);
        client.ask("producer", "topic", "orders");
        client.ask("send", "topic", "orders", "body", "after");
        assertThat(client.nextMessage("orders").get("body")).isEqualTo("after");
      }
    }
  }

  private static OnsBroker broker(Path data, int port) {
    return OnsBroker.builder()
        .dataDir(data)
        .grpcPort(port)
        .newGroupsStartAt(StartPosition.EARLIEST)
        .start();
  }
}
