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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** A well-behaved client beside an attack: every one of its calls must succeed in its time. */
final class Bystander implements AutoCloseable {
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

  /** Works many times, and returns the time within which 99 of 100 calls were answered. */
  Duration usualTime(int rounds) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      timed(nanos, () -> client.call().sendMessage(send(message(topic, "hello"))));
      var received = timed(nanos, () -> client.receive(receive(group, topic)));
      var ack = ack(group, topic, received.handle()).build();
      assertCode(timed(nanos, () -> client.call().ackMessage(ack)).getStatus(), Code.OK);
    }
    Collections.sort(nanos);
    return Duration.ofNanos(nanos.get(nanos.size() * 99 / 100));
  }

  private static <T> T timed(List<Long> nanos, Supplier<T> call) {
    long begin = System.nanoTime();
    T answer = call.get();
    nanos.add(System.nanoTime() - begin);
    return answer;
  }

  @Override
  public void close() {
    client.close();
  }
}
