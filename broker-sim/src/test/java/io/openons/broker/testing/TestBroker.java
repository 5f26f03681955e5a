package io.openons.broker.testing;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker for the tests of one class, and clients of it. Tests share it, so each takes fresh names
 * for its topics and groups. New groups start with the oldest message: a test may send first and
 * receive then.
 */
public final class TestBroker implements BeforeAllCallback, AfterAllCallback {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final UnaryOperator<OnsBroker.Builder> configuration;
  private final Deque<RawClient> clients = new ConcurrentLinkedDeque<>();
  private OnsBroker broker;
  private RawClient client;

  public TestBroker() {
    this(builder -> builder);
  }

  /** A broker that differs from the usual one. */
  public TestBroker(UnaryOperator<OnsBroker.Builder> configuration) {
    this.configuration = configuration;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    var usual = OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST);
    broker = configuration.apply(usual).start();
    client = connect("wire-test");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    while (!clients.isEmpty()) {
      clients.pop().close();
    }
    broker.close();
  }

  /** The client of tests that need only one. */
  public RawClient client() {
    return client;
  }

  /**
   * A further client on a connection of its own, closed after the tests of the class at the latest.
   */
  public RawClient connect(String clientId) {
    var connected = new RawClient(broker.endpoint(), clientId);
    clients.push(connected);
    return connected;
  }

  /** The broker itself, for what no client can do. */
  public OnsBroker broker() {
    return broker;
  }

  /** Where the broker is, as {@code host:port}. */
  public String endpoint() {
    return broker.endpoint();
  }

  /** A topic or group name that no other test uses. */
  public static String fresh(String prefix) {
    return prefix + "-" + NAMES.incrementAndGet();
  }
}
