package io.openons.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The inside of a {@link ChildJvm}: runs the main methods that the parent names, one after the
 * other, says when each has returned, and ends at once when the parent is gone, however it went.
 *
 * <p>Needs nothing but the JDK, so it can be on any class path.
 */
final class ChildMain {
  static final String DONE = "done";
  static final String FAILED = "failed";

  /** Between the parts of a line; no argument contains it. */
  static final String SEPARATOR = "\t";

  private ChildMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> readUntilTheParentIsGone(lines), "parent");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      answers.println(run(lines.take().split(SEPARATOR)));
    }
  }

  private static void readUntilTheParentIsGone(BlockingQueue<String> lines) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
    Runtime.getRuntime().halt(0);
  }

  private static String run(String[] line) {
    try {
      Class.forName(line[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(line, 1, line.length));
      return DONE;
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      return FAILED;
    } catch (ReflectiveOperationException e) {
      e.printStackTrace();
      return FAILED;
    }
  }
}
