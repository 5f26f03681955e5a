package io.openons.bridge;

import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.bridge.clients.PullClient;
import io.openons.bridge.frames.FrameWriter;
import io.openons.bridge.frames.Outgoing;
import io.openons.bridge.frames.Texts;
import io.openons.bridge.logs.JdkLogs;
import io.openons.bridge.logs.Logs;
import io.openons.bridge.start.StartCache;
import io.openons.client.config.Embedding;
import java.util.logging.Logger;

/**
 * The border between native code and Java: all that either side can call of the other.
 *
 * <p>Frames are laid out as {@code onsclient.h} says. A method that fails throws; native code turns
 * the exception into an error with {@link #describeFailure} at once. Native methods never throw.
 *
 * <p>A {@code client} is a number that {@link #open} gave; a {@code context} is a number of native
 * code's that names a callback, given back as it came and released once by {@link #release}.
 */
public final class Border {
  private static final Bridge BRIDGE = new Bridge(new NativeCallbacks(), Logs.ofProcess());

  private Border() {}

  // ---- Java calls native code; callbacks block as long as the program's callback does.

  /** Shows messages to a listener; returns its ONS_CONSUME_* for all of them. */
  static native int consume(long context, byte[] frames, int size, int count);

  /** Ends an asynchronous send with an ONS_FRAME_SEND_RESULT. */
  static native void sendEnded(long context, byte[] frame, int size);

  /** Asks a transaction executer or checker; returns its ONS_TRANSACTION_*. */
  static native int decide(long context, byte[] frame, int size);

  /** Reads an offset from the program's store; Long.MIN_VALUE when it has none. */
  static native long readOffset(long context, byte[] topic, byte[] partition);

  /** Gives an offset to the program's store. */
  static native void writeOffset(long context, byte[] topic, byte[] partition, long offset);

  /** Tells that the partitions of a topic changed; names are separated by line ends. */
  static native void partitionsChanged(long context, byte[] topic, byte[] names);

  /** Gives a log record, ONS_FRAME_LOG. */
  static native void log(byte[] frame, int size);

  /** No callback with this context can follow. */
  static native void release(long context);

  // ---- Native code calls Java.

  /**
   * Says who uses the library; before everything else.
   *
   * @param wrapper for the user agent, such as {@code python/0.1.0 cpython/3.11}
   */
  static void initialize(byte[] wrapper) {
    Embedding.in(Texts.text(wrapper, "the wrapper's name"));
    // Another program's machine has loaded this class apart from its own; its logs are its own too.
    if (Border.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      JdkLogs.lead(Logger.getLogger(""), Logs.ofProcess());
      StartCache.makeIfWanted();
    }
  }

  /** An exception as an ONS_FRAME_ERROR; never throws. */
  static byte[] describeFailure(Throwable thrown) {
    return FrameWriter.error(thrown);
  }

  /**
   * Makes a client.
   *
   * @param kind 1 producer, 2 ordered producer, 3 transaction producer, 4 push consumer, 5 ordered
   *     consumer, 6 batch consumer, 7 pull consumer
   * @param checker of a transaction producer; 0 for none
   */
  static long open(int kind, byte[] properties, long checker) {
    return BRIDGE.taking(
        checker, context -> BRIDGE.open(kind, Texts.properties(properties), context));
  }

  /** Connects a client. */
  static void start(long client) {
    BRIDGE.client(client).start();
  }

  /** Ends a client. */
  static void close(long client) {
    BRIDGE.close(client);
  }

  /** Exchanges the credentials of a client. */
  static void updateCredentials(long client, byte[] properties) {
    BRIDGE.client(client).updateCredentials(Texts.properties(properties));
  }

  /** A text about a client, for people. */
  static byte[] describe(long client) {
    return Texts.bytes(BRIDGE.client(client).describe());
  }

  /** A text about the library, for people. */
  static byte[] describeRuntime() {
    return Texts.bytes(BRIDGE.describe());
  }

  /** Makes the callbacks of a client events. */
  static void useEvents(long client) {
    BRIDGE.client(client).useEvents();
  }

  /** Sends; gives an ONS_FRAME_SEND_RESULT. */
  static byte[] send(long client, byte[] frame) {
    return BRIDGE.client(client).send(Outgoing.one(frame));
  }

  /** Sends; {@link #sendEnded} follows once, unless this throws. */
  static void sendAsync(long client, byte[] frame, long context) {
    BRIDGE.client(client).sendAsync(Outgoing.one(frame), context);
  }

  /** Sends without asking whether it arrives. */
  static void sendOneway(long client, byte[] frame) {
    BRIDGE.client(client).sendOneway(Outgoing.one(frame));
  }

  /** Sends all and waits; gives as many ONS_FRAME_SEND_RESULTs, in the same order. */
  static byte[] sendBatch(long client, byte[] frames, int count) {
    return BRIDGE.client(client).sendBatch(frames, count);
  }

  /** Sends; the ends become events. Gives the number of accepted frames, and an error behind it. */
  static byte[] sendFrames(long client, byte[] frames) {
    return BRIDGE.client(client).sendFrames(frames);
  }

  /** Sends a half message; {@link #decide} is called on this thread. */
  static byte[] sendTransaction(long client, byte[] frame, long context) {
    return BRIDGE.client(client).sendTransaction(Outgoing.one(frame), context);
  }

  /** Takes a delayed message back; gives its id. */
  static byte[] recall(long client, byte[] topic, byte[] handle) {
    return Texts.bytes(
        BRIDGE.client(client).recall(topic(topic), Texts.text(handle, "the recall handle")));
  }

  /** Subscribes; the context is released also when this throws. 0: events. */
  static void subscribe(long client, byte[] topic, byte[] expression, int filter, long context) {
    BRIDGE.taking(
        context,
        listener -> {
          String wanted = Texts.text(expression, "the expression");
          BRIDGE.client(client).subscribe(topic(topic), wanted, filter, listener);
          return client;
        });
  }

  /** Ends a subscription. */
  static void unsubscribe(long client, byte[] topic) {
    BRIDGE.client(client).unsubscribe(topic(topic));
  }

  /** Limits how many messages of a topic come per second. */
  static void rateLimit(long client, byte[] topic, double perSecond) {
    BRIDGE.client(client).rateLimit(topic(topic), perSecond);
  }

  /** Keeps offsets in the program's store; the context is released also when this throws. */
  static void setOffsetStore(long client, long context) {
    BRIDGE.taking(
        context,
        store -> {
          BRIDGE.client(client).setOffsetStore(store);
          return client;
        });
  }

  /**
   * Takes events.
   *
   * @return the number of frames, the size that the first needs when it does not fit (else 0), 64
   *     bits of 0, the frames; null when the client is closed and has no more
   */
  static byte[] poll(long client, int max, int timeoutMillis, int capacity) {
    return BRIDGE.poll(client, max, timeoutMillis, capacity);
  }

  /** Answers events. */
  static void complete(long client, long[] tokens, int[] results) {
    BRIDGE.complete(client, tokens, results);
  }

  /** The queues of a topic: names, one per line. */
  static byte[] partitions(long client, byte[] topic) {
    return pull(client).partitions(topic(topic));
  }

  /** Chooses the queues to read. */
  static void assign(long client, byte[] partitions) {
    pull(client).assign(PullClient.partitions(partitions));
  }

  /** Tells when queues change; the context is released also when this throws. 0: events. */
  static void watchPartitions(long client, byte[] topic, long context) {
    BRIDGE.taking(
        context,
        watcher -> {
          pull(client).watch(topic(topic), watcher);
          return client;
        });
  }

  /** Takes messages; the result is that of {@link #poll}. */
  static byte[] pullPoll(long client, int timeoutMillis, int capacity) {
    return pull(client).poll(timeoutMillis, capacity);
  }

  /** Goes on at an offset. */
  static void seek(long client, byte[] topic, byte[] partition, long offset) {
    pull(client).seek(partition(topic, partition), offset);
  }

  /** Goes on at the first message. */
  static void seekToBeginning(long client, byte[] topic, byte[] partition) {
    pull(client).seekToBeginning(partition(topic, partition));
  }

  /** Goes on behind the last message. */
  static void seekToEnd(long client, byte[] topic, byte[] partition) {
    pull(client).seekToEnd(partition(topic, partition));
  }

  /** Stops reading. */
  static void pause(long client, byte[] partitions) {
    pull(client).pause(PullClient.partitions(partitions));
  }

  /** Undoes {@link #pause}. */
  static void resume(long client, byte[] partitions) {
    pull(client).resume(PullClient.partitions(partitions));
  }

  /** The offset of the first message stored at or after a time. */
  static long offsetForTime(long client, byte[] topic, byte[] partition, long atMillis) {
    return pull(client).offsetForTime(partition(topic, partition), atMillis);
  }

  /** The group's offset; -1 when there is none. */
  static long committed(long client, byte[] topic, byte[] partition) {
    return pull(client).committed(partition(topic, partition));
  }

  /** Commits what was polled. */
  static void commit(long client) {
    pull(client).commit();
  }

  /** Commits an offset of one queue. */
  static void commitOffset(long client, byte[] topic, byte[] partition, long offset) {
    pull(client).commit(partition(topic, partition), offset);
  }

  /** The first offset of a queue, and the one behind its last message. */
  static long[] offsetLimits(long client, byte[] topic, byte[] partition) {
    return pull(client).offsetLimits(partition(topic, partition));
  }

  /** Reads once at an offset; the result is that of {@link #poll}, with the next offset. */
  static byte[] fetch(
      long client,
      byte[] topic,
      byte[] partition,
      byte[] expression,
      long offset,
      int max,
      int timeoutMillis,
      int capacity) {
    return pull(client)
        .fetch(
            partition(topic, partition),
            Texts.text(expression, "the expression"),
            offset,
            max,
            timeoutMillis,
            capacity);
  }

  /**
   * Gives records of a level (1 error to 5 trace) and more urgent ones to {@link #log}; until the
   * first call they go to stderr.
   */
  static void logTo(int level) {
    BRIDGE.logTo(level);
  }

  /** Closes all clients and ends all threads, for good. */
  static void shutdown() {
    BRIDGE.shutDown();
  }

  private static PullClient pull(long client) {
    return BRIDGE.client(client).pull();
  }

  private static String topic(byte[] utf8) {
    return Texts.text(utf8, "the topic");
  }

  private static TopicPartition partition(byte[] topic, byte[] name) {
    return new TopicPartition(topic(topic), Texts.text(name, "the partition"));
  }
}
