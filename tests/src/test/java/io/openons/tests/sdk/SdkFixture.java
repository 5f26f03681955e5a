package io.openons.tests.sdk;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.harness.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker for all tests of a class, and clients that end with their test. Each test has an
 * instance of its own, so topics and groups are fresh although the tests share the broker. Groups
 * begin at the first message.
 *
 * <p>{@code @RegisterExtension static final SdkFixture sdk = new SdkFixture();}
 */
final class SdkFixture implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** The first check of a transaction comes soon. */
  static final Duration CHECK = Duration.ofSeconds(1);

  private final Deque<Admin> clients = new ArrayDeque<>();
  private OnsBroker broker;
  private int tests;

  @Override
  public void beforeEach(ExtensionContext context) {
    tests++;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    endClients();
  }

  /** Ends the clients of this test before its end. */
  void endClients() {
    clients.forEach(Admin::shutdown);
    clients.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (broker != null) {
      broker.close();
    }
  }

  /** The broker, which the first caller starts. */
  OnsBroker broker() {
    if (broker == null) {
      broker =
          OnsBroker.builder()
              .newGroupsStartAt(StartPosition.EARLIEST)
              .transactionChecks(CHECK, CHECK, 5)
              .start();
    }
    return broker;
  }

  /** Properties of a patient client in the instance of this test. */
  Properties properties(String group, String... more) {
    Properties properties = propertiesOf(broker().endpoint(), group);
    properties.setProperty(PropertyKeyConst.INSTANCE_ID, "MQ_INST_" + tests);
    return with(properties, more);
  }

  /** Properties of a patient client of another server. */
  static Properties propertiesOf(String address, String group, String... more) {
    Properties properties = new Properties();
    properties.putAll(Patience.PROPERTIES);
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, address);
    properties.setProperty(PropertyKeyConst.AccessKey, "ak");
    properties.setProperty(PropertyKeyConst.SecretKey, "sk");
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    return with(properties, more);
  }

  private static Properties with(Properties properties, String... more) {
    for (int i = 0; i < more.length; i += 2) {
      properties.setProperty(more[i], more[i + 1]);
    }
    return properties;
  }

  <T extends Admin> T started(T client) {
    clients.push(client);
    client.start();
    return client;
  }

  static Message message(String topic, String body) {
    return new Message(topic, "tag", body.getBytes(StandardCharsets.UTF_8));
  }

  static String body(Message message) {
    return new String(message.getBody(), StandardCharsets.UTF_8);
  }

  /** What listeners saw, in order; a test takes it, and fails when it does not come. */
  static final class Seen<T> {
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    void add(T happened) {
      queue.add(happened);
    }

    T next() {
      try {
        T next = queue.poll(Patience.SECONDS, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("nothing came in " + Patience.SECONDS + " s");
        }
        return next;
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    List<T> next(int count) {
      List<T> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(next());
      }
      return all;
    }

    int size() {
      return queue.size();
    }
  }
}
