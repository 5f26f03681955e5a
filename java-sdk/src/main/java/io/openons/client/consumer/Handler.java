package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/** Shows received messages to the application's listener. */
@FunctionalInterface
interface Handler {
  /** Whether the listener says that the messages are done; what it throws comes through. */
  boolean handle(List<Message> messages);
}
