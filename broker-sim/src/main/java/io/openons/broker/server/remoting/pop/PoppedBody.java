package io.openons.broker.server.remoting.pop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.message.Found;
import io.openons.broker.server.remoting.message.FoundBody;
import io.openons.broker.server.remoting.message.Receiver;
import java.util.List;

/** Deliveries as the body of an answer. What the client does not get goes to others at once. */
final class PoppedBody implements Answer.Body {
  private final FoundBody body;
  private final Runnable giveBack;

  /**
   * Makes the body.
   *
   * @param topic the name of the topic, as the receiver knows it
   * @param time when the deliveries were given, in milliseconds
   * @param lease their lease, in milliseconds
   * @param giveBack called when the client does not get them
   */
  PoppedBody(
      String topic,
      List<Delivery> deliveries,
      long time,
      long lease,
      Receiver receiver,
      Runnable giveBack) {
    List<Found> found =
        deliveries.stream()
            .map(delivery -> Found.of(delivery, Checkpoint.of(delivery).text(time, lease)))
            .toList();
    this.body = new FoundBody(topic, found, receiver);
    this.giveBack = giveBack;
  }

  @Override
  public long held() {
    return body.held();
  }

  @Override
  public ByteBuf make(ByteBufAllocator memory) {
    return body.make(memory);
  }

  @Override
  public void dropped() {
    giveBack.run();
  }
}
