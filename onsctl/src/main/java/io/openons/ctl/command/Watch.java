package io.openons.ctl.command;

import io.openons.ctl.api.CtlException;
import io.openons.ctl.screen.Screen;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** Looking again and again. */
public final class Watch {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  @Option(
      names = {"-w", "--watch"},
      paramLabel = "TIME",
      description = "Look again after this time, 100ms or more, until Ctrl-C.")
  private Duration every;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "With --watch: end after so many looks.")
  private Integer times;

  /** Looks once, or as often as the options want. */
  public void run(Screen screen, Runnable look) {
    if (every == null) {
      if (times != null) {
        throw CtlException.usage("--times needs --watch");
      }
      look.run();
    } else {
      repeat(screen, every, times == null ? Integer.MAX_VALUE : times, look);
    }
  }

  /** Looks so many times; a terminal is cleared before each. */
  public static void repeat(Screen screen, Duration every, int times, Runnable look) {
    if (every.compareTo(SHORTEST) < 0) {
      throw CtlException.usage("looks are 100ms or more apart: the broker has other things to do");
    }
    Action.range("--times", times, 1, Integer.MAX_VALUE);
    for (int i = 0; i < times && !Thread.currentThread().isInterrupted(); i++) {
      if (i > 0) {
        LockSupport.parkNanos(every.toNanos());
      }
      if (screen.isOutTerminal()) {
        screen.out().print("\u001b[H\u001b[2J");
      }
      look.run();
      screen.out().flush();
    }
  }
}
