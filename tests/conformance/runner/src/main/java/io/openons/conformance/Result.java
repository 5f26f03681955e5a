package io.openons.conformance;

import io.openons.conformance.servers.PlannedRun;

/**
 * What came of a planned run.
 *
 * @param lacking what the face cannot do, or null when it can do all that the case needs
 * @param failure what went wrong, with the transcripts, or null
 */
record Result(PlannedRun planned, String lacking, AssertionError failure) {

  enum Outcome {
    PASSED,
    FAILED,
    NOT_OFFERED
  }

  Outcome outcome() {
    if (lacking != null) {
      return Outcome.NOT_OFFERED;
    }
    return failure == null ? Outcome.PASSED : Outcome.FAILED;
  }
}
