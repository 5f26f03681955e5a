package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Context;
import io.openons.bridge.callbacks.Events;
import io.openons.bridge.callbacks.Tokens;
import io.openons.bridge.frames.FrameSource;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Numbers;
import io.openons.client.consumer.listen.Handout;
import io.openons.client.consumer.listen.LaterListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A consumer with listeners of any kind: callbacks, or events that are answered later. */
abstract class ListenerClient extends BridgeClient {
  private final Map<String, Context> listeners = new ConcurrentHashMap<>();

  /** Bounded by what the client may hold, so nothing is ever forgotten here. */
  private final Tokens<Handout> taken = new Tokens<>(Integer.MAX_VALUE);

  ListenerClient(String kind, Callbacks callbacks) {
    super(kind, callbacks);
  }

  /** Subscribes with a callback. */
  abstract void listen(String topic, MessageSelector selector, Listening listening);

  /** Subscribes with events that are answered later. */
  abstract void listen(String topic, MessageSelector selector, LaterListener later);

  abstract void end(String topic);

  @Override
  public final synchronized void subscribe(
      String topic, String expression, int filter, Context listener) {
    MessageSelector selector =
        filter == Numbers.FILTER_SQL
            ? MessageSelector.bySql(expression)
            : MessageSelector.byTag(expression);
    if (listener != null) {
      listen(topic, selector, new Listening(callbacks(), listener));
    } else {
      listen(topic, selector, later(events()));
    }
    replace(topic, listener);
  }

  private void replace(String topic, Context listener) {
    Context before = listener == null ? listeners.remove(topic) : listeners.put(topic, listener);
    if (before != null) {
      before.end();
    }
  }

  @Override
  public final synchronized void unsubscribe(String topic) {
    end(topic);
    replace(topic, null);
  }

  private LaterListener later(Events events) {
    return new LaterListener() {
      @Override
      public void arrived(Handout handout) {
        events.add(() -> take(handout));
      }

      @Override
      public void settled(Handout handout) {
        taken.forget(handout);
      }
    };
  }

  private List<FrameSource> take(Handout handout) {
    long token = taken.add(handout);
    try {
      List<Message> messages = handout.take();
      if (messages.isEmpty()) {
        taken.forget(handout);
      }
      List<FrameSource> frames = new ArrayList<>(messages.size());
      messages.forEach(message -> frames.add(FrameWriter.received(token, message)));
      return frames;
    } catch (RuntimeException | Error failed) {
      // The program never learns the token: the messages come again later.
      taken.forget(handout);
      handout.answer(false);
      throw failed;
    }
  }

  @Override
  public final void complete(long token, int result) {
    Handout handout = taken.take(token);
    if (handout != null) {
      handout.answer(result == Numbers.CONSUME_SUCCESS);
    }
  }

  @Override
  synchronized void closed() {
    listeners.keySet().forEach(topic -> replace(topic, null));
  }

  /** All messages as one array: their frames, without gaps. */
  private static byte[] frames(List<Message> messages) {
    List<FrameSource> frames = new ArrayList<>(messages.size());
    messages.forEach(message -> frames.add(FrameWriter.received(0, message)));
    int size = frames.stream().mapToInt(FrameSource::size).reduce(0, Math::addExact);
    ByteBuffer all = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    frames.forEach(frame -> frame.writeTo(all));
    return all.array();
  }

  /** A listener of native code's. */
  static final class Listening {
    private final Callbacks callbacks;
    private final Context context;

    Listening(Callbacks callbacks, Context context) {
      this.callbacks = callbacks;
      this.context = context;
    }

    /** Whether the listener says that the messages are done. */
    boolean consume(List<Message> messages) {
      if (!context.enter()) {
        return false;
      }
      try {
        return callbacks.consume(context.number(), frames(messages), messages.size())
            == Numbers.CONSUME_SUCCESS;
      } finally {
        context.exit();
      }
    }
  }
}
