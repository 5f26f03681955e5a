package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.body;
import static io.openons.broker.server.remoting.RemotingFixture.pull;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.openons.broker.testing.RawConnection;
import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: strangers at the remoting port harm nobody, whatever they send and however slowly.
 *
 * <p>Method: requests of published clients with random changes from fixed seeds, oversized ones,
 * ones that never end and ones that come byte by byte, beside a well-behaved client whose every
 * request must succeed.
 *
 * <p>A failure means: one broken client ends or slows down the service for all.
 */
class ChangedRequestsTest {
  private static final boolean ALL = Boolean.getBoolean("ons.test.all");
  private static final int CHANGED = ALL ? 100_000 : 3_000;
  private static final int STRANGERS = 50;

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static String endpoint() {
    return BROKER.broker().endpoint("remoting");
  }

  /** Sends and reads; each request has the client's usual deadline. */
  private static void works(RemotingClient client) throws IOException {
    var topic = fresh("honest");
    for (int i = 0; i < 5; i++) {
      send(client, topic, 0, "m" + i);
    }
    assertThat(pull(client, topic, 0, 0).code()).isZero();
    send(client, topic, 1, "last");
    assertThat(body(pull(client, topic, 1, 0))).isEqualTo("last");
  }

  @Test
  void changed_requests_are_answered_refused_or_cut_off_and_others_are_served() throws Exception {
    List<byte[]> good = new ArrayList<>();
    for (GoldenFrames client : GoldenFrames.values()) {
      good.addAll(client.frames());
    }
    try (var honest = new RemotingClient(endpoint())) {
      RawConnection stranger = new RawConnection(endpoint());
      for (int seed = 0; seed < CHANGED; seed++) {
        try {
          stranger.send(changed(good.get(seed % good.size()), new SplittableRandom(seed)));
        } catch (IOException cut) {
          stranger.close();
          stranger = new RawConnection(endpoint());
        }
        if (seed % 1000 == 0) {
          works(honest);
        }
      }
      stranger.close();
      works(honest);
    }
  }

  /** Half of the changes leave the frame as long as it says, so that more of it is looked at. */
  private static byte[] changed(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int first = random.nextBoolean() ? 8 : 0;
      bytes[random.nextInt(first, bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void frames_that_never_end_cost_little_and_others_are_served() throws Exception {
    long before = PlatformDependent.usedDirectMemory();
    List<RawConnection> strangers = new ArrayList<>();
    byte[] begun = {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 1, '{'};
    try (var honest = new RemotingClient(endpoint())) {
      for (int i = 0; i < STRANGERS; i++) {
        var half = new RawConnection(endpoint());
        half.send(new byte[] {0, 0});
        strangers.add(half);
        var unfinished = new RawConnection(endpoint());
        unfinished.send(begun);
        strangers.add(unfinished);
        var oversized = new RawConnection(endpoint());
        oversized.send(new byte[] {1, 0, 0, 1});
        assertThat(oversized.readToEnd()).isEmpty();
        oversized.close();
      }
      for (int drop = 0; drop < 20; drop++) {
        for (int i = 1; i < strangers.size(); i += 2) {
          strangers.get(i).send(new byte[] {' '});
        }
        works(honest);
      }

      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(64L << 20);
    } finally {
      for (var stranger : strangers) {
        stranger.close();
      }
    }
  }
}
