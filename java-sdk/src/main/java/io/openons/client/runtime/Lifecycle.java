package io.openons.client.runtime;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Created, started once, closed once. Holds what exists only while a client runs.
 *
 * @param <T> the running machinery
 */
public final class Lifecycle<T> {
  private final String what;
  private final Object transition = new Object();
  private volatile T running;
  private volatile boolean closed;

  /** A client that is not started; {@code what} names it in errors. */
  public Lifecycle(String what) {
    this.what = what;
  }

  /** Starts; does nothing when started. When opening fails the client stays as it was. */
  public void start(Supplier<T> open) {
    synchronized (transition) {
      if (closed) {
        throw new ONSClientException(
            what + " was shut down and cannot be started again; create a new one",
            null,
            ErrorCode.CLIENT_CLOSED);
      }
      if (running == null) {
        running = open.get();
      }
    }
  }

  /** Closes; does nothing when closed. What the running machinery gets is called at most once. */
  public void close(Consumer<T> stop) {
    T stopped;
    synchronized (transition) {
      closed = true;
      stopped = running;
      running = null;
    }
    if (stopped != null) {
      stop.accept(stopped);
    }
  }

  /** The running machinery, or null. */
  public T runningOrNull() {
    return running;
  }

  /** The running machinery, or the error that tells why there is none. */
  public T running() {
    T now = running;
    if (now != null) {
      return now;
    }
    if (closed) {
      throw new ONSClientException(what + " was shut down", null, ErrorCode.CLIENT_CLOSED);
    }
    throw new ONSClientException(
        what + " is not started; call start() first", null, ErrorCode.CLIENT_NOT_STARTED);
  }

  /** Whether it runs. */
  public boolean isStarted() {
    return running != null;
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }
}
