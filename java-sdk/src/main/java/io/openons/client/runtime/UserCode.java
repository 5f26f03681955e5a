package io.openons.client.runtime;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls code of the application, which may throw anything: checked exceptions that it does not
 * declare, as Kotlin, Scala, Groovy and Lombok allow, and errors. Nothing of that comes out of
 * here.
 *
 * <p>An OutOfMemoryError or StackOverflowError ends the call that asked for too much, like any
 * other exception: the thread is sound, and the application sees the error in its log. After an
 * InterruptedException the thread is interrupted again, so that the thread's owner learns of it.
 */
public final class UserCode {
  private UserCode() {}

  /** Code without a result. */
  @FunctionalInterface
  public interface Task {
    /** Runs. */
    void run() throws Exception;
  }

  /** Runs a task; the handler takes what the task throws. */
  public static void run(Task task, Consumer<Throwable> onThrown) {
    call(
        () -> {
          task.run();
          return null;
        },
        thrown -> {
          onThrown.accept(thrown);
          return null;
        });
  }

  /** Returns the value of a call; the handler makes one of what the call throws. */
  public static <T> T call(Callable<T> code, Function<Throwable, T> onThrown) {
    try {
      return code.call();
    } catch (Throwable thrown) {
      if (thrown instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return onThrown.apply(thrown);
    }
  }
}
