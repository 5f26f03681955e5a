package io.openons.bench;

import java.io.Closeable;

/** A running load: from its creation until it is closed it moves messages and tells its meter. */
interface Load extends Closeable {
  /** Whether there is nothing left to move, so that later rates mean nothing. */
  boolean exhausted();
}
