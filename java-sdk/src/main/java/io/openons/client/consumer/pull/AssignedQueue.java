package io.openons.client.consumer.pull;

import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import io.openons.proto.v2.MessageQueue;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A queue that a pull consumer reads: what was read ahead, and how far the application has come.
 * Guarded by its owner's lock.
 */
final class AssignedQueue {
  /** A reading from one offset on. A seek ends it and begins another. */
  record Reading(PullLoop loop, MessageBudget budget, Deque<ReceivedMessage> ahead) {
    Reading(PullLoop loop, MessageBudget budget) {
      this(loop, budget, new ArrayDeque<>());
    }
  }

  private final MessageQueue queue;
  private Reading reading;
  private boolean paused;

  /** Behind the last message that the application was given. */
  private long given;

  /** Behind the last message that it was given before it asked for more. */
  private long done;

  private long committed;

  /**
   * A queue that is not read yet.
   *
   * @param start where to begin
   * @param committed the group's offset, negative when there is none
   */
  AssignedQueue(MessageQueue queue, long start, long committed) {
    this.queue = queue;
    this.given = start;
    this.done = start;
    this.committed = committed;
  }

  MessageQueue queue() {
    return queue;
  }

  Reading reading() {
    return reading;
  }

  /** Reads elsewhere from now on. */
  void read(Reading next, long from) {
    if (reading != null) {
      reading.loop().stop();
    }
    reading = next;
    given = from;
    done = from;
  }

  void stop() {
    reading.loop().stop();
  }

  void paused(boolean paused) {
    this.paused = paused;
  }

  /** The next message for the application, or null. */
  ReceivedMessage next() {
    ReceivedMessage message = paused ? null : reading.ahead().poll();
    if (message != null) {
      given = message.offset() + 1;
    }
    return message;
  }

  /** The application did not want the message that it was given last. */
  void putBack(ReceivedMessage message) {
    reading.ahead().addFirst(message);
    given = message.offset();
  }

  /** The application asks for more, so it is done with what it has. */
  void askedForMore() {
    done = given;
  }

  long given() {
    return given;
  }

  long done() {
    return done;
  }

  boolean isCommitted(long offset) {
    return committed == offset;
  }

  void committed(long offset) {
    committed = offset;
  }
}
