package io.openons.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * Goal: the annotation gives tests of a class one broker, fresh names and clients, and shows what a
 * failed test left. Method: runs a class of tests of its own.
 */
class OnsBrokerTestTest {
  private static final List<String> SEEN = new ArrayList<>();

  @OnsBrokerTest
  static class Sample {
    @Test
    void fails(TestBroker broker, Producer producer, @FreshTopic String topic) {
      SEEN.add(broker.endpoint());
      producer.send(new Message(topic, "paid", "of the failed test".getBytes()));
      throw new AssertionError("on purpose");
    }

    @Nested
    class Inner {
      @Test
      void shares_the_broker(TestBroker broker) {
        SEEN.add(broker.endpoint());
      }
    }
  }

  @Test
  void tests_of_a_class_share_a_broker_and_a_failed_one_shows_its_messages() {
    PrintStream usual = System.err;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try {
      EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(Sample.class), selectClass(Sample.Inner.class))
          .execute()
          .testEvents()
          .assertStatistics(events -> events.succeeded(1).failed(1));
    } finally {
      System.setErr(usual);
    }

    assertThat(SEEN).hasSize(2);
    assertThat(SEEN.get(0)).isEqualTo(SEEN.get(1));
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .containsSubsequence("Messages at the end of fails", "tag=paid \"of the failed test\"");
  }
}
