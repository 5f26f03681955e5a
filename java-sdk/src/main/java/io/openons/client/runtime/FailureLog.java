package io.openons.client.runtime;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;

/**
 * Logs once that something that is tried again and again fails, and once that it works again. An
 * outage of a whole server is logged by its telemetry stream, so here it is only for debugging.
 */
public final class FailureLog {
  private final Log log;
  private final Object what;
  private boolean told;

  /**
   * Nothing has failed yet.
   *
   * @param what is tried, such as "receiving queue 1 of topic T"
   */
  public FailureLog(Log log, Object what) {
    this.log = log;
    this.what = what;
  }

  /** It failed, and is tried again. */
  public synchronized void failed(ONSClientException failure) {
    if (told || failure.getErrorCode() == ErrorCode.SERVER_UNREACHABLE) {
      log.debug("{} failed, trying again: {}", what, failure.getMessage());
    } else {
      told = true;
      log.warn("{} failed, trying again: {}", what, failure.getMessage());
    }
  }

  /** It worked. */
  public synchronized void worked() {
    if (told) {
      told = false;
      log.info("{} works again", what);
    }
  }
}
