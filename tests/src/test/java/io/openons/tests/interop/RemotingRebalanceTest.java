package io.openons.tests.interop;

import static io.openons.tests.interop.OfficialProgram.APACHE_5;
import static io.openons.tests.interop.RemotingPeers.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a member of a group that shares its queues is killed under load, and no message is lost; in
 * order, no queue is handled by two members at once.
 *
 * <p>Method: two processes of Apache's client in one group, one of which is killed in the midst of
 * the messages. In order, each message comes with the time of its handling, by the clock that all
 * processes of a machine share.
 *
 * <p>A failure means: users lose messages, or handle them out of order, when a program of theirs
 * crashes.
 */
@Timeout(900)
@ExtendWith(RemotingPeers.class)
class RemotingRebalanceTest {
  private static final int MESSAGES = 400;

  @TempDir Path folder;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final CountDownLatch all = new CountDownLatch(MESSAGES);

  /** The time in which a member handled a message. */
  private record Span(String member, String queue, long began, long ended) {}

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothing_is_lost_when_a_member_is_killed_under_load(boolean ordered) throws Exception {
    Assumptions.assumeTrue(
        !ordered || Boolean.getBoolean("ons.test.all"),
        "locks of a member that was killed last for a minute");
    var topic = "rebalance-" + ordered;
    List<Span> spans = new ArrayList<>();
    var threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<Span>>> handled = new ArrayList<>();
      var killed = member("killed", topic, ordered);
      try (var stays = member("stays", topic, ordered)) {
        handled.add(threads.submit(() -> handled("stays", stays)));
        handled.add(threads.submit(() -> handled("killed", killed)));
        for (int i = 0; i < MESSAGES; i++) {
          if (i == MESSAGES / 2) {
            killed.close();
          }
          client(APACHE_5)
              .ask(
                  "send",
                  "topic",
                  topic,
                  "way",
                  ordered ? "ordered" : "sync",
                  "shard",
                  "shard-" + i % 7,
                  "body",
                  "message-" + i);
        }

        assertThat(all.await(2 * Patience.SECONDS, TimeUnit.SECONDS))
            .as("%d messages came to nobody", all.getCount())
            .isTrue();
      } finally {
        killed.close();
      }
      for (var each : handled) {
        spans.addAll(each.get(Patience.SECONDS, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
    if (ordered) {
      assertNoneAtOnce(spans);
    }
  }

  private OfficialClient member(String name, String topic, boolean ordered) throws Exception {
    var member =
        new OfficialClient(
            APACHE_5,
            Files.createDirectory(folder.resolve(name)),
            RemotingPeers.broker().endpoint("remoting"),
            false);
    List<String> push = new ArrayList<>(List.of("group", "GID_" + topic, "topic", topic));
    if (ordered) {
      push.addAll(List.of("ordered", "true"));
    }
    member.ask("push", push.toArray(String[]::new));
    return member;
  }

  /** Takes what a member handles until its process ends. */
  private List<Span> handled(String name, OfficialClient member) throws InterruptedException {
    List<Span> spans = new ArrayList<>();
    member.forEachMessage(
        message -> {
          if (seen.add(message.get("body"))) {
            all.countDown();
          }
          var began = message.values().get("began");
          if (began != null) {
            spans.add(
                new Span(
                    name,
                    message.get("queue"),
                    Long.parseLong(began),
                    Long.parseLong(message.get("ended"))));
          }
        });
    return spans;
  }

  private static void assertNoneAtOnce(List<Span> spans) {
    Map<String, Span> latest = new HashMap<>();
    spans.sort(Comparator.comparingLong(Span::began));
    for (Span next : spans) {
      Span before = latest.put(next.queue, next);
      if (before != null && !before.member.equals(next.member)) {
        assertThat(next.began).as("%s after %s", next, before).isGreaterThan(before.ended);
      }
    }
  }
}
