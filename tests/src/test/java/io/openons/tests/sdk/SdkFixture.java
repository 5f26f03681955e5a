package io.openons.tests.sdk;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.broker.OnsBroker;
import io.openons.broker.core.StartPosition;
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

/** A broker, and clients that end before it does. Groups begin at the first message. */
final class SdkFixture implements AutoCloseable {
  /** The first check of a transaction comes soon. */
  static final Duration CHECK = Duration.ofSeconds(1);

  private static final int SECONDS = 20;

  private final OnsBroker broker =
      OnsBroker.builder()
          .newGroupsStartAt(StartPosition.EARLIEST)
          .transactionChecks(CHECK, CHECK, 5)
          .start();
  private final Deque<Admin> clients = new ArrayDeque<>();

  Properties properties(String group, String... more) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, broker.endpoint());
    properties.setProperty(PropertyKeyConst.AccessKey, "ak");
    properties.setProperty(PropertyKeyConst.SecretKey, "sk");
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
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

  @Override
  public void close() {
    clients.forEach(Admin::shutdown);
    broker.close();
  }

  /** What listeners saw, in order; a test takes it, and fails when it does not come. */
  static final class Seen<T> {
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    void add(T happened) {
      queue.add(happened);
    }

    T next() {
      try {
        T next = queue.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("nothing came in " + SECONDS + " s");
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
