package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.StartPosition;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: unless the broker is told otherwise, a new group gets what is sent from its first receive
 * on. Method: the bare protocol, spoken to a broker in this process. A failure means that new
 * applications are flooded with old messages, or miss new ones.
 */
class StartPositionTest {
  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(broker -> broker.newGroupsStartAt(StartPosition.LATEST));

  @Test
  void a_new_group_starts_behind_the_messages_that_are_there() {
    var topic = fresh("topic");
    var group = fresh("group");
    BROKER.client().call().sendMessage(send(message(topic, "before")));

    var first = BROKER.client().receive(receive(group, topic).setLongPollingTimeout(seconds(0)));
    BROKER.client().call().sendMessage(send(message(topic, "after")));
    var second = BROKER.client().receive(receive(group, topic));

    assertCode(first.status(), Code.MESSAGE_NOT_FOUND);
    assertThat(second.bodies()).containsExactly("after");
  }
}
