package io.openons.client.consumer.listen;

/**
 * A listener that answers later, for programs that fetch messages. No thread is held meanwhile.
 * Called on threads that must not be blocked.
 */
public interface LaterListener {
  /** Messages have come. */
  void arrived(Handout handout);

  /**
   * Messages that were taken need no answer now: they were answered, took too long, or went back.
   */
  void settled(Handout handout);
}
