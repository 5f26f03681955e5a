package io.openons.broker.files;

/** The certificate for TLS cannot be used. The text names the files, the fault and the remedy. */
public final class TlsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
