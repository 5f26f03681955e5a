package io.openons.broker.testing;

import com.google.protobuf.Timestamp;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.ReceiveMessageResponse.ContentCase;
import io.openons.proto.v2.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The answer to a receive.
 *
 * @param frames the kinds of the frames in their order
 * @param status the status frame
 * @param messages the message frames
 * @param deliveredAt the frame with the time of delivery
 */
public record Received(
    List<ContentCase> frames, Status status, List<Message> messages, Timestamp deliveredAt) {

  public static Received from(Iterator<ReceiveMessageResponse> answer) {
    var frames = new ArrayList<ContentCase>();
    var status = Status.getDefaultInstance();
    var messages = new ArrayList<Message>();
    var deliveredAt = Timestamp.getDefaultInstance();
    while (answer.hasNext()) {
      var frame = answer.next();
      frames.add(frame.getContentCase());
      switch (frame.getContentCase()) {
        case STATUS -> status = frame.getStatus();
        case MESSAGE -> messages.add(frame.getMessage());
        case DELIVERY_TIMESTAMP -> deliveredAt = frame.getDeliveryTimestamp();
        case CONTENT_NOT_SET -> throw new AssertionError("an empty frame after " + frames);
      }
    }
    return new Received(frames, status, messages, deliveredAt);
  }

  /** The one message of the answer. */
  public Message only() {
    if (messages.size() != 1) {
      throw new AssertionError("expected one message, got " + messages + " with " + status);
    }
    return messages.get(0);
  }

  /** The handle of the one message of the answer. */
  public String handle() {
    return only().getSystemProperties().getReceiptHandle();
  }

  /** The bodies as text. */
  public List<String> bodies() {
    return messages.stream().map(message -> message.getBody().toStringUtf8()).toList();
  }
}
