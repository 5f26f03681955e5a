package run;

import java.io.IOException;

/**
 * Runs the main methods of programs, one after the other; what they started goes on until standard
 * input ends.
 */
public class Run {
  public static void main(String[] programs) throws IOException {
    try {
      for (String program : programs) {
        Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) programs);
      }
    } catch (ReflectiveOperationException e) {
      e.printStackTrace();
      System.exit(1);
    }
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }
}
