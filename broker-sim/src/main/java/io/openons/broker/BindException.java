package io.openons.broker;

/**
 * The broker cannot listen on its address: another program does, or the address is not this
 * machine's.
 */
public final class BindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BindException(String host, int port, String option, Throwable cause) {
    super(
        "cannot listen on %s port %d: %s; stop the program that uses it, or choose another address or port (%s)"
            .formatted(host, port, rootMessage(cause), option),
        cause);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
