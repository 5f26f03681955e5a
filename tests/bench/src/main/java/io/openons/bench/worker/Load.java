package io.openons.bench.worker;

import java.io.Closeable;

/** A running load: from its creation until it is closed it moves messages and tells its meter. */
interface Load extends Closeable {
  /** Whether a rate that has settled means that the compilers have; otherwise only time tells. */
  default boolean showsByItsRateThatItIsWarm() {
    return true;
  }

  /** Whether the warm-up must end now, so that enough is left to be measured. */
  boolean mustBeMeasuredNow();

  /** Whether there is nothing left to move, so that later rates mean nothing. */
  boolean exhausted();
}
