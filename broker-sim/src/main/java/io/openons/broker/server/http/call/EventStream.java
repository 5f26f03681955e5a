package io.openons.broker.server.http.call;

/** The server-sent events of an answer. Safe on any thread. */
public interface EventStream {
  /** Returns whether the client took what was sent, so that more may be. */
  boolean isWritable();

  /** Sends an event; its data has no line breaks. */
  void send(String event, byte[] data);

  /** Runs a task when the stream has ended, from whichever side; at once when it has. */
  void whenClosed(Runnable task);

  /** Ends the stream when what was sent is out. */
  void close();
}
