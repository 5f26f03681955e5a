package io.openons.ctl;

import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.check.DiagnoseCommand;
import io.openons.ctl.check.DoctorCommand;
import io.openons.ctl.check.OverviewCommand;
import io.openons.ctl.check.TopCommand;
import io.openons.ctl.command.Globals;
import io.openons.ctl.command.Moments;
import io.openons.ctl.command.Root;
import io.openons.ctl.messages.BenchCommand;
import io.openons.ctl.messages.DeadLetterCommand;
import io.openons.ctl.messages.MessageCommand;
import io.openons.ctl.messages.SendCommand;
import io.openons.ctl.messages.TailCommand;
import io.openons.ctl.operate.AuditCommand;
import io.openons.ctl.operate.ClientCommand;
import io.openons.ctl.operate.CompletionCommand;
import io.openons.ctl.operate.ContextCommand;
import io.openons.ctl.operate.ExportCommand;
import io.openons.ctl.operate.GroupCommand;
import io.openons.ctl.operate.ImportCommand;
import io.openons.ctl.operate.OffsetCommand;
import io.openons.ctl.operate.TopicCommand;
import io.openons.ctl.operate.TransactionCommand;
import io.openons.ctl.operate.WhoamiCommand;
import io.openons.ctl.screen.Paint;
import io.openons.ctl.screen.Plain;
import io.openons.ctl.screen.Screen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command line as a whole. */
public final class Program {
  private static final List<Class<?>> COMMANDS =
      List.of(
          ContextCommand.class,
          OverviewCommand.class,
          TopicCommand.class,
          GroupCommand.class,
          MessageCommand.class,
          SendCommand.class,
          TailCommand.class,
          OffsetCommand.class,
          DeadLetterCommand.class,
          ClientCommand.class,
          TransactionCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          DoctorCommand.class,
          WhoamiCommand.class,
          AuditCommand.class,
          TopCommand.class,
          BenchCommand.class,
          DiagnoseCommand.class,
          CompletionCommand.class);

  private Program() {}

  /** Returns the command line of this process. */
  public static CommandLine commandLine(Screen screen) {
    return commandLine(screen, System.getenv(), System.getProperty("user.home"));
  }

  /**
   * Returns a command line for one use.
   *
   * @param environment variables that stand for options
   * @param home the folder of the user
   */
  public static CommandLine commandLine(
      Screen screen, Map<String, String> environment, String home) {
    Globals globals = new Globals(environment, home);
    CommandLine program = new CommandLine(new Root(screen, globals));
    COMMANDS.forEach(program::addSubcommand);
    program.addSubcommand(new WarmUpCommand(screen));
    program
        .registerConverter(Duration.class, Moments::duration)
        .registerConverter(Instant.class, text -> Moments.moment(text, Clock.systemUTC()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(screen.out())
        .setErr(screen.err())
        .setUsageHelpWidth(Math.max(60, Math.min(screen.columns(), 120)))
        .setParameterExceptionHandler((e, args) -> wrong(screen, globals, e))
        .setExecutionExceptionHandler((e, line, parsed) -> failed(screen, globals, e));
    return program;
  }

  private static int wrong(Screen screen, Globals globals, ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    error(screen, globals, e.getMessage());
    screen.err().println("see: %s --help".formatted(command.qualifiedName()));
    screen.err().flush();
    return Exit.USAGE;
  }

  private static int failed(Screen screen, Globals globals, Exception e) throws Exception {
    if (e instanceof CtlException known) {
      screen.out().flush();
      error(screen, globals, known.getMessage());
      return known.exitCode();
    }
    // A fault of this program: its trace is what a report needs.
    throw e;
  }

  private static void error(Screen screen, Globals globals, String message) {
    String word = Paint.RED.on("error:", globals.isColoured(screen.isErrTerminal()));
    screen.err().println(word + " " + Plain.visible(message));
    screen.err().flush();
  }
}
