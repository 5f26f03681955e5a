package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.Backoff;
import io.openons.client.runtime.FailureLog;
import io.openons.client.runtime.Timer;
import java.time.Duration;

/**
 * One long poll after the other. Has no thread: it lives on answers and timers. Nothing but its
 * stop ends it: a failure of this client itself, such as a lack of memory, is a reason for a pause
 * too, and where not even a pause could be planned, {@link #revive()} goes on.
 */
public abstract class PollLoop {
  private static final Log log = Logs.of(PollLoop.class);

  private static final Backoff THROTTLED =
      Backoff.exponential(Duration.ofMillis(20), Duration.ofSeconds(1), 2);

  /** The pause after a failure that passes by itself. */
  protected static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** For what only people can mend. */
  protected static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

  /** A server that does not hold empty polls must not be asked in a tight circle. */
  protected static final Duration BETWEEN_EMPTY_POLLS = Duration.ofMillis(100);

  private final Timer timer;
  private final FailureLog failures = new FailureLog(log, this);
  private int throttled;
  private volatile boolean stalled;

  /** A loop that has not begun. */
  protected PollLoop(Timer timer) {
    this.timer = timer;
  }

  /** Asks for messages, unless stopped; when there is no room, as soon as there is. */
  public final void poll() {
    guarded(this::ask);
  }

  /** One poll, whose answer leads to the next. */
  protected abstract void ask();

  /** Runs a step, and plans a poll when it breaks off. */
  protected final void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error thrown) {
      stalled = true;
      log.error("{} broke off, trying again", this, thrown);
      pollAfter(AFTER_FAILURE);
      stalled = false;
    }
  }

  /** Goes on after a failure that left nothing planned. */
  public final void revive() {
    if (stalled) {
      stalled = false;
      poll();
    }
  }

  /** Polls after a pause. */
  protected final void pollAfter(Duration pause) {
    timer.after(pause, this::poll);
  }

  /** An answer came. */
  protected final void worked() {
    throttled = 0;
    failures.worked();
  }

  /** The server wants to be asked less often. */
  protected final void pollAfterThrottling() {
    throttled++;
    pollAfter(THROTTLED.delay(throttled));
  }

  /** Logs a failure that is tried again. */
  protected final void failed(ONSClientException failure) {
    failures.failed(failure);
  }
}
