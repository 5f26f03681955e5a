package io.openons.client.config;

/**
 * Whether this client runs inside a program of another language. Then none of its threads keeps the
 * process alive, and servers are told who asks. To be said before the first client is made.
 */
public final class Embedding {
  private static volatile String wrapper = "";
  private static volatile boolean embedded;

  private Embedding() {}

  /**
   * This client runs inside another program.
   *
   * @param name as in {@code python/0.1.0 cpython/3.11}; characters that no header may have are
   *     replaced
   */
  public static void in(String name) {
    wrapper = name.replaceAll("[^ -~]", "?").strip();
    embedded = true;
  }

  /** The name of the program around this one; empty when there is none. */
  public static String wrapper() {
    return wrapper;
  }

  /** Whether there is a program around this client. */
  public static boolean isEmbedded() {
    return embedded;
  }
}
