package io.openons.broker.core.api;

/**
 * The name of a topic or group, with the instance it belongs to.
 *
 * <p>A name may also be written with its instance in front, {@code instance%name}; both ways of
 * writing name the same thing. The dead letters of {@code instance%group} are in the topic {@code
 * %DLQ%instance%group}, what is to be delivered to it again is in {@code %RETRY%instance%group}.
 *
 * @param instance the instance's id; empty when there is none
 * @param name the name inside the instance
 */
public record ResourceName(String instance, String name) {
  /**
   * The topic with what clients note about the ways of messages. No client can name it so, and no
   * list of topics has it.
   */
  public static final ResourceName TRACES = new ResourceName("", "rmq_sys_TRACES");

  private static final String SEPARATOR = "%";
  private static final String DEAD_LETTERS = "%DLQ%";
  private static final String REDELIVERIES = "%RETRY%";

  /** Returns the name for what a client wrote as instance and name. */
  public static ResourceName of(String instance, String name) {
    if (name.startsWith(DEAD_LETTERS)) {
      return of(instance, name.substring(DEAD_LETTERS.length())).deadLetters();
    }
    if (name.startsWith(REDELIVERIES)) {
      return of(instance, name.substring(REDELIVERIES.length())).redeliveries();
    }
    int separator = name.indexOf(SEPARATOR);
    if (separator > 0) {
      String prefix = name.substring(0, separator);
      if (instance.isEmpty() || instance.equals(prefix)) {
        return new ResourceName(prefix, name.substring(separator + 1));
      }
    }
    return new ResourceName(instance, name);
  }

  /** Returns the name of the topic for the dead letters of the group with this name. */
  public ResourceName deadLetters() {
    return new ResourceName(instance, DEAD_LETTERS + name);
  }

  public boolean isDeadLetters() {
    return name.startsWith(DEAD_LETTERS);
  }

  /**
   * Returns the name of the topic with the messages that the group with this name gets once more.
   */
  public ResourceName redeliveries() {
    return new ResourceName(instance, REDELIVERIES + name);
  }

  public boolean isRedeliveries() {
    return name.startsWith(REDELIVERIES);
  }

  /** Returns the name of the group whose dead letters or redeliveries are in this topic. */
  public ResourceName group() {
    return new ResourceName(instance, name.substring(prefix().length()));
  }

  private String prefix() {
    if (isDeadLetters()) {
      return DEAD_LETTERS;
    }
    return isRedeliveries() ? REDELIVERIES : "";
  }

  /** Returns the name with its instance in front. */
  @Override
  public String toString() {
    return instance.isEmpty()
        ? name
        : prefix() + instance + SEPARATOR + name.substring(prefix().length());
  }
}
