package io.openons.client.message;

import java.io.Serial;

/** A body did not arrive as it was sent. */
public final class CorruptMessageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  CorruptMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
