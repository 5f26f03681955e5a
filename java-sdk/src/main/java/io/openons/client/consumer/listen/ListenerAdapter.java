package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/** Shows received messages to the application's listener. */
@FunctionalInterface
interface ListenerAdapter {
  /** Whether the listener says that the messages are done; what it throws comes through. */
  boolean handle(List<Message> messages);
}
