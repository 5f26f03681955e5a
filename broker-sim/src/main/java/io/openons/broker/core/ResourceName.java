package io.openons.broker.core;

/**
 * The name of a topic or group, with the instance it belongs to.
 *
 * <p>A name may also be written with its instance in front, {@code instance%name}; both ways of
 * writing name the same thing. Names that begin with a percent sign are the broker's own, such as
 * {@code %DLQ%group}.
 *
 * @param instance the instance's id; empty when there is none
 * @param name the name inside the instance
 */
public record ResourceName(String instance, String name) {
  private static final char SEPARATOR = '%';

  /** Returns the name for what a client wrote as instance and name. */
  public static ResourceName of(String instance, String name) {
    int separator = name.indexOf(SEPARATOR);
    if (separator > 0) {
      String prefix = name.substring(0, separator);
      if (instance.isEmpty() || instance.equals(prefix)) {
        return new ResourceName(prefix, name.substring(separator + 1));
      }
    }
    return new ResourceName(instance, name);
  }

  /** Returns the name with its instance in front. */
  @Override
  public String toString() {
    return instance.isEmpty() ? name : instance + SEPARATOR + name;
  }
}
