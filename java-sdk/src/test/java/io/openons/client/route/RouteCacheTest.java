package io.openons.client.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.config.Credentials;
import io.openons.client.config.TlsConfig;
import io.openons.client.platform.TimeSource;
import io.openons.client.rpc.Channels;
import io.openons.client.rpc.RequestHeaders;
import io.openons.client.rpc.RpcClient;
import io.openons.client.runtime.NamedThreads;
import io.openons.client.testing.FakeServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: a client that sends to ever new topics does not fill its memory with their routes.
 *
 * <p>Method: asks a scripted server for more topics than a small cache keeps.
 *
 * <p>A failure means: the memory of such a client, and its requests each half minute, grow without
 * end.
 */
class RouteCacheTest {
  private static final int MOST = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FakeServer server = new FakeServer();
  private final Channels channels = new Channels(NamedThreads.daemon("test-io"));
  private final RpcClient rpc =
      new RpcClient(
          channels,
          TlsConfig.OFF,
          new RequestHeaders("client", "", new Credentials("ak", "sk", ""), TimeSource.system()));
  private final RouteCache cache =
      new RouteCache(rpc, server.advertised, "", PATIENCE, route -> {}, MOST);

  @AfterEach
  void close() {
    rpc.close();
    channels.close();
    server.close();
  }

  private void get(String topic) throws Exception {
    cache.get(topic).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void beyond_its_bound_the_oldest_topics_are_forgotten_and_asked_for_again() throws Exception {
    for (int i = 0; i < MOST + 2; i++) {
      get("topic-" + i);
    }

    assertThat(cache.topics()).containsExactly("topic-2", "topic-3", "topic-4");
    server.routes.clear();
    get("topic-4");
    assertThat(server.routes.size()).as("a known route").isZero();
    get("topic-0");
    assertThat(server.routes.next().getTopic().getName()).isEqualTo("topic-0");
  }

  @Test
  void a_topic_that_was_forgotten_leaves_its_place_to_others() throws Exception {
    for (int i = 0; i < MOST; i++) {
      get("topic-" + i);
      cache.forget("topic-" + i);
    }
    get("a");
    get("b");
    get("c");

    assertThat(cache.topics()).containsExactly("a", "b", "c");
  }
}
