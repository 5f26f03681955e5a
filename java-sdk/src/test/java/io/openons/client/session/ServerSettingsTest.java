package io.openons.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.testing.FakeServer;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: what a server says about itself is used, what it leaves out stays.
 *
 * <p>Method: applies settings of servers.
 *
 * <p>A failure means: clients ignore a server's limits.
 */
class ServerSettingsTest {

  @Test
  void what_the_server_leaves_out_stays_as_it_was() {
    assertThat(ServerSettings.FOR_CONSUMERS.with(Settings.getDefaultInstance()))
        .isEqualTo(ServerSettings.FOR_CONSUMERS);
  }

  @Test
  void a_largest_body_of_zero_is_not_believed() {
    Settings zero =
        Settings.newBuilder().setPublishing(Publishing.newBuilder().setMaxBodySize(0)).build();

    assertThat(ServerSettings.FOR_PRODUCERS.with(zero).maxBodyBytes()).isEqualTo(4 << 20);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "5000, 5", "10000, 10", "20000, 20", "60000, 20"})
  void long_polls_stay_within_what_servers_accept(long sentMillis, long usedSeconds) {
    Settings settings =
        Settings.newBuilder()
            .setSubscription(
                Subscription.newBuilder().setLongPollingTimeout(FakeServer.millis(sentMillis)))
            .build();

    assertThat(ServerSettings.FOR_CONSUMERS.with(settings).longPolling())
        .isEqualTo(Duration.ofSeconds(usedSeconds));
  }
}
