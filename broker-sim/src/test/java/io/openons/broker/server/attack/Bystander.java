package io.openons.broker.server.attack;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;

import io.openons.broker.testing.RawClient;
import io.openons.proto.v2.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A well-behaved client beside an attack: every one of its calls must succeed in its time. */
final class Bystander implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(5);

  private final String topic = fresh("honest");
  private final String group = fresh("honest");
  private final RawClient client;

  Bystander(String endpoint) {
    client = new RawClient(endpoint, fresh("honest"));
  }

  /** Sends, receives and acknowledges messages; each call has the client's usual deadline. */
  void works() {
    for (int i = 0; i < 5; i++) {
      assertCode(client.call().sendMessage(send(message(topic, "hello"))).getStatus(), Code.OK);
      var handle = client.receive(receive(group, topic)).handle();
      assertCode(client.call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
    }
  }

  /**
   * Sends, receives and acknowledges a message at a steady rate, and adds how many nanoseconds each
   * of these rounds took.
   */
  void measure(int rounds, List<Long> nanos) {
    for (int i = 0; i < rounds; i++) {
      LockSupport.parkNanos(INTERVAL.toNanos());
      long begin = System.nanoTime();
      assertCode(client.call().sendMessage(send(message(topic, "hello"))).getStatus(), Code.OK);
      var ack = ack(group, topic, client.receive(receive(group, topic)).handle()).build();
      assertCode(client.call().ackMessage(ack).getStatus(), Code.OK);
      nanos.add(System.nanoTime() - begin);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
