package io.openons.bench.client;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * What a benchmark needs of a client; one implementation for each client, all driven by the same
 * code.
 */
public interface BenchClient {
  /** Opens a producer for messages of one kind to one topic. */
  Sender openSender(String endpoint, String topic, MessageKind kind) throws Exception;

  /**
   * Opens a consumer that acknowledges each message after the listener was called with it.
   *
   * @param listener called with each body, by several threads at a time
   */
  Closeable openReceiver(String endpoint, String topic, String group, Consumer<ByteBuffer> listener)
      throws Exception;

  /** A producer. Thread-safe but for {@link #close()}. */
  interface Sender extends Closeable {
    /** Sends a message and waits for the acknowledgement. */
    void send(byte[] body) throws Exception;

    /**
     * Sends a message; a kind that cannot be sent so is refused.
     *
     * @param done called once: with null after the acknowledgement, with the reason after a failure
     */
    void sendAsync(byte[] body, Consumer<Throwable> done);
  }
}
