package io.openons.broker.testing;

import io.openons.proto.v2.Message;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.PullMessageResponse.ContentCase;
import io.openons.proto.v2.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The answer to a pull.
 *
 * @param frames the kinds of the frames in their order
 * @param status the status frame
 * @param messages the message frames
 * @param nextOffset the frame with the offset to go on from; -1 without such a frame
 */
public record Pulled(
    List<ContentCase> frames, Status status, List<Message> messages, long nextOffset) {

  public static Pulled from(Iterator<PullMessageResponse> answer) {
    var frames = new ArrayList<ContentCase>();
    var status = Status.getDefaultInstance();
    var messages = new ArrayList<Message>();
    var nextOffset = -1L;
    while (answer.hasNext()) {
      var frame = answer.next();
      frames.add(frame.getContentCase());
      switch (frame.getContentCase()) {
        case STATUS -> status = frame.getStatus();
        case MESSAGE -> messages.add(frame.getMessage());
        case NEXT_OFFSET -> nextOffset = frame.getNextOffset();
        case CONTENT_NOT_SET -> throw new AssertionError("an empty frame after " + frames);
      }
    }
    return new Pulled(frames, status, messages, nextOffset);
  }

  /** The bodies as text. */
  public List<String> bodies() {
    return messages.stream().map(message -> message.getBody().toStringUtf8()).toList();
  }
}
