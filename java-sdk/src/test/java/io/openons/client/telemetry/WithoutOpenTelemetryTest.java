package io.openons.client.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: without OpenTelemetry on the class path the client works.
 *
 * <p>Method: loads the client by a class loader that hides OpenTelemetry.
 *
 * <p>A failure means: programs that do not use OpenTelemetry do not start.
 */
class WithoutOpenTelemetryTest {
  /** Sends and consumes; returns the id of what was sent and of what was consumed. */
  public static final class Application implements Callable<String> {
    @Override
    public String call() {
      Seen<String> consumed = new Seen<>("consumed message");
      try (FakeServer server = new FakeServer();
          Producer producer = ONSFactory.createProducer(TestProperties.of(server.address()));
          Consumer consumer = ONSFactory.createConsumer(TestProperties.of(server.address()))) {
        producer.start();
        producer.send(new Message("T", "tag", new byte[1]));
        consumer.subscribe(
            "T",
            "*",
            (message, context) -> {
              consumed.add(message.getMsgID());
              return Action.CommitMessage;
            });
        consumer.start();
        server.polls.next().deliver(WireMessages.message("id", 1, "body"));
        boolean marked = server.sends.next().getMessages(0).getUserPropertiesCount() > 0;
        return consumed.next() + (marked ? " marked" : " not marked");
      }
    }
  }

  @Test
  void clients_send_and_consume_without_it() throws Exception {
    try (URLClassLoader filtered =
        new URLClassLoader(classPathWithout(), ClassLoader.getSystemClassLoader().getParent())) {
      Class<?> application = filtered.loadClass(Application.class.getName());

      Object outcome = ((Callable<?>) application.getDeclaredConstructor().newInstance()).call();

      assertThat(outcome).isEqualTo("id not marked");
      assertThat(application).isNotSameAs(Application.class);
      assertThatThrownBy(() -> filtered.loadClass("io.opentelemetry.api.OpenTelemetry"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  private static URL[] classPathWithout() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("opentelemetry"))
        .map(WithoutOpenTelemetryTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
