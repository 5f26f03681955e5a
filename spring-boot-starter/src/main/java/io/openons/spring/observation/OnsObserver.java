package io.openons.spring.observation;

import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/** Is told of each send and each call of a listener. Thread-safe. */
public interface OnsObserver {
  /** The name of observation and timer of sends. */
  String SEND = "ons.send";

  /** The name of observation and timer of calls of listeners. */
  String PROCESS = "ons.process";

  /** Measures nothing. */
  OnsObserver NONE =
      new OnsObserver() {
        @Override
        public Watch sending(String server, Message message) {
          return Watch.NONE;
        }

        @Override
        public Watch processing(Received received) {
          return Watch.NONE;
        }
      };

  /**
   * What a listener is called with.
   *
   * @param server the name of the server
   * @param topic the topic
   * @param group the consumer group
   * @param listener the id of the listener
   * @param messages one, or those of a batch
   */
  record Received(
      String server, String topic, String group, String listener, List<Message> messages) {}

  /** A send begins; may add user properties to the message. */
  Watch sending(String server, Message message);

  /** A call of a listener begins, on this thread, which also closes the watch. */
  Watch processing(Received received);
}
