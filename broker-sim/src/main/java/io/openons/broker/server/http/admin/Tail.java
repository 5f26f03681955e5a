package io.openons.broker.server.http.admin;

import io.openons.broker.core.admin.MessageAdmin;
import io.openons.broker.core.admin.TopicAdmin;
import io.openons.broker.core.admin.view.QueueView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.http.admin.request.BodyForm;
import io.openons.broker.server.http.admin.view.MessageJson;
import io.openons.broker.server.http.call.EventStream;
import io.openons.broker.server.http.call.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of a topic as they come, for one reader. A reader that is slower than they come
 * misses some, and is told how many.
 */
final class Tail {
  /** Messages that are read of a queue in one look. */
  private static final int AT_ONCE = 100;

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

  /** Looks without a message after which the reader hears that the broker lives. */
  private static final int QUIET_LOOKS = 40;

  private final TopicAdmin topics;
  private final MessageAdmin messages;
  private final ResourceName topic;
  private final Filter filter;
  private final BodyForm form;
  private final EventStream stream;
  private long[] next;
  private int quiet;

  /**
   * How many messages were passed over.
   *
   * @param messages their number
   */
  record Missed(long messages) {}

  Tail(
      TopicAdmin topics,
      MessageAdmin messages,
      ResourceName topic,
      List<QueueView> queues,
      Filter filter,
      BodyForm form,
      EventStream stream) {
    this.topics = topics;
    this.messages = messages;
    this.topic = topic;
    this.filter = filter;
    this.form = form;
    this.stream = stream;
    this.next = queues.stream().mapToLong(QueueView::end).toArray();
  }

  /** Sends what came since the last look. Not thread-safe. */
  void look() {
    try {
      quiet++;
      // A topic may get more queues meanwhile; they began empty.
      int queues = topics.queuesOf(topic).orElse(0);
      if (queues > next.length) {
        next = Arrays.copyOf(next, queues);
      }
      for (int queue = 0; queue < next.length; queue++) {
        look(queue);
      }
      if (quiet >= QUIET_LOOKS && stream.isWritable()) {
        quiet = 0;
        stream.send("alive", NOTHING);
      }
    } catch (BrokerException deleted) {
      stream.close();
    }
  }

  private void look(int queue) {
    if (!stream.isWritable()) {
      return;
    }
    Page<StoredMessage> page =
        messages.byOffset(topic, queue, next[queue], PageRequest.first(AT_ONCE));
    for (StoredMessage stored : page.items()) {
      if (stored.offset() > next[queue]) {
        send("missed", new Missed(stored.offset() - next[queue]));
      }
      next[queue] = stored.offset() + 1;
      if (filter.matches(stored.message())) {
        send("message", MessageJson.of(topic, stored, form, MessageRoutes.SHOWN_IN_LISTS));
      }
    }
  }

  private void send(String event, Object value) {
    quiet = 0;
    stream.send(event, Json.write(value));
  }
}
