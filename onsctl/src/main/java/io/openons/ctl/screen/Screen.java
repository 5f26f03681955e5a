package io.openons.ctl.screen;

import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results on {@code out}, everything else on {@code err}.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param isInTerminal whether somebody types into {@code in}
 * @param isOutTerminal whether somebody looks at {@code out}
 * @param isErrTerminal whether somebody looks at {@code err}
 * @param columns the width of the terminal
 */
public record Screen(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean isInTerminal,
    boolean isOutTerminal,
    boolean isErrTerminal,
    int columns) {
  private static final int USUAL_COLUMNS = 120;

  /** The streams of this process; its launcher found out which of them are terminals. */
  public static Screen ofProcess() {
    return new Screen(
        System.in,
        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("onsctl.in.terminal"),
        Boolean.getBoolean("onsctl.out.terminal"),
        Boolean.getBoolean("onsctl.err.terminal"),
        Integer.getInteger("onsctl.columns", USUAL_COLUMNS));
  }

  /**
   * Asks whether to go on.
   *
   * @param question what happens, without the mark at its end
   * @throws CtlException when the answer is no, or nobody is there to ask
   */
  public void confirm(String question) {
    if (!isInTerminal) {
      throw new CtlException(
          Exit.USAGE, "%s? Nobody is there to ask; --yes goes on".formatted(question));
    }
    err.print("%s? [y/N] ".formatted(Plain.visible(question)));
    err.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      if (answer != null && answer.strip().toLowerCase().matches("y|yes")) {
        return;
      }
    } catch (IOException e) {
      throw new CtlException(Exit.FAILED, "standard input: " + e.getMessage());
    }
    throw new CtlException(Exit.FAILED, "not confirmed; nothing was changed");
  }
}
