package io.openons.client.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.spi.InvocationContext;
import com.aliyun.openservices.ons.api.spi.ProducerInterceptor;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.TestProperties;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: interceptors run around every send and listener call, in order.
 *
 * <p>Method: sends and receives with interceptors that go on, abort and throw.
 *
 * <p>A failure means: interceptors are skipped, or their faults lose messages.
 */
class InterceptionTest {
  private static final List<String> events = new CopyOnWriteArrayList<>();

  /** Writes down what happens. */
  public static class Outer implements ProducerInterceptor {
    @Override
    public boolean preHandle(InvocationContext context, Admin producer) {
      events.add("outer before " + context.getMessages().orElseThrow().get(0).getTopic());
      return true;
    }

    @Override
    public void postHandle(InvocationContext context, Admin producer) {
      events.add("outer after " + context.getSendResult().isPresent());
      throw new IllegalStateException("only logged");
    }
  }

  /** Refuses a topic, fails at another. */
  public static class Inner implements ProducerInterceptor {
    @Override
    public boolean preHandle(InvocationContext context, Admin producer) throws Exception {
      String topic = context.getMessages().orElseThrow().get(0).getTopic();
      if (topic.equals("Fails")) {
        throw new Exception("from the interceptor");
      }
      return !topic.equals("Refused");
    }

    @Override
    public void postHandle(InvocationContext context, Admin producer) {
      events.add("inner after");
    }
  }

  private final FakeServer server = new FakeServer();
  private Producer producer;

  @BeforeEach
  void start(@TempDir Path classPath) throws Exception {
    events.clear();
    Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ProducerInterceptor.class.getName()),
        Outer.class.getName() + "\n" + Inner.class.getName() + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before)) {
      thread.setContextClassLoader(application);
      producer = ONSFactory.createProducer(TestProperties.of(server.address()));
      producer.start();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @AfterEach
  void close() {
    producer.shutdown();
    server.close();
  }

  private static Message to(String topic) {
    return new Message(topic, "tag", new byte[] {1});
  }

  @Test
  void they_are_called_around_a_send_and_afterwards_in_reverse_order() {
    producer.send(to("T"));

    assertThat(events).containsExactly("outer before T", "inner after", "outer after true");
  }

  @Test
  void they_are_called_before_the_callback_of_an_asynchronous_send() throws Exception {
    producer.sendAsync(to("T")).get(60, TimeUnit.SECONDS);

    assertThat(events).containsExactly("outer before T", "inner after", "outer after true");
  }

  @Test
  void one_that_says_no_or_throws_keeps_the_message_from_being_sent() {
    for (String topic : List.of("Refused", "Fails")) {
      assertThatThrownBy(() -> producer.send(to(topic)))
          .isInstanceOfSatisfying(
              ONSClientException.class,
              error ->
                  assertThat(error.getErrorCode()).isEqualTo(ErrorCode.ABORTED_BY_INTERCEPTOR));
    }
    assertThatThrownBy(() -> producer.sendOneway(to("Refused")))
        .isInstanceOf(ONSClientException.class);

    assertThat(server.sends.size()).isZero();
    assertThat(events).contains("outer after false").doesNotContain("inner after");
  }
}
