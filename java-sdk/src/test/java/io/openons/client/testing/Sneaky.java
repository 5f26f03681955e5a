package io.openons.client.testing;

/** Throws what the compiler would not let a method throw, as Kotlin, Scala and Lombok do. */
public final class Sneaky {
  private Sneaky() {}

  /** Throws anything, without declaring it; to be written as {@code throw Sneaky.thrown(...)}. */
  @SuppressWarnings("unchecked")
  public static <T extends Throwable> RuntimeException thrown(Throwable anything) throws T {
    throw (T) anything;
  }
}
