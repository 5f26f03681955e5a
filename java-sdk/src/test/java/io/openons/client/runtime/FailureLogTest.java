package io.openons.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.testing.RecordingLog;
import org.junit.jupiter.api.Test;

/**
 * Goal: a fault that lasts is logged once when it begins and once when it is over.
 *
 * <p>Method: reports failures and successes, and looks at the levels.
 *
 * <p>A failure means: a log is flooded during an outage, or says nothing.
 */
class FailureLogTest {
  private final RecordingLog log = new RecordingLog();
  private final FailureLog failures = new FailureLog(log.log, "receiving");

  private static ONSClientException failure(ErrorCode code) {
    return new ONSClientException("scripted", null, code);
  }

  @Test
  void what_fails_again_and_again_is_told_once_and_its_end_once() {
    failures.failed(failure(ErrorCode.INTERNAL_SERVER_ERROR));
    failures.failed(failure(ErrorCode.INTERNAL_SERVER_ERROR));
    failures.worked();
    failures.worked();
    failures.failed(failure(ErrorCode.INTERNAL_SERVER_ERROR));

    assertThat(log.levels).containsExactly("warn", "debug", "info", "warn");
  }

  @Test
  void a_lost_connection_is_left_to_the_one_who_tells_it_for_all() {
    failures.failed(failure(ErrorCode.SERVER_UNREACHABLE));
    failures.worked();

    assertThat(log.levels).containsExactly("debug");
  }
}
