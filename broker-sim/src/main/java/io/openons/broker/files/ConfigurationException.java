package io.openons.broker.files;

/**
 * A file that says how the broker shall be cannot be used. The text names the file, the place in it
 * and the remedy, and shows no value of the file that may be secret.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String message) {
    super(message);
  }
}
