package io.openons.broker.server.remoting.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.remoting.call.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as the body of an answer.
 *
 * @param topic the name of their topic, as the receiver knows it
 * @param messages the messages, as many as {@link #fitting} in a frame
 * @param receiver who gets them
 */
public record FoundBody(String topic, List<Found> messages, Receiver receiver)
    implements Answer.Body {
  /** Body bytes after which an answer gets no further message, so that it fits in a frame. Ours. */
  private static final int MAX_BYTES = 4 << 20;

  /** Returns messages that were read from their queues, as a body. */
  public static FoundBody of(String topic, List<StoredMessage> messages, Receiver receiver) {
    return new FoundBody(topic, messages.stream().map(Found::of).toList(), receiver);
  }

  /** Returns the first of some messages, as many as fit in an answer; at least one. */
  public static List<StoredMessage> fitting(List<StoredMessage> messages) {
    List<StoredMessage> fitting = new ArrayList<>(messages.size());
    long bytes = 0;
    for (StoredMessage message : messages) {
      if (bytes > MAX_BYTES) {
        break;
      }
      fitting.add(message);
      bytes += message.message().body().remaining();
    }
    return fitting;
  }

  @Override
  public long held() {
    return messages.stream().mapToLong(found -> MessageBytes.held(found.stored().message())).sum();
  }

  @Override
  public ByteBuf make(ByteBufAllocator memory) {
    return MessageBytes.of(memory, topic, messages, receiver);
  }
}
