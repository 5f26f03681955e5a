package io.openons.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM for foreign programs, with a class path of its own. It ends with this process even when
 * that is killed: it watches the pipe between them.
 *
 * <p>Not thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String ENDED = "ended";
  private static final Duration END_DEADLINE = Patience.LONG;

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Path log;

  /**
   * Starts the JVM, which then waits for programs to run.
   *
   * @param name what errors call it
   * @param options of the JVM
   * @param classPath of the programs
   * @param log where all that the programs print is appended
   */
  public ChildJvm(String name, List<String> options, String classPath, Path log) {
    this.name = name;
    this.log = log;
    List<String> command = new ArrayList<>(List.of(JavaCommand.executable()));
    command.addAll(options);
    command.addAll(
        List.of("-cp", ownClasses() + File.pathSeparator + classPath, ChildMain.class.getName()));
    try {
      process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    commands = new PrintWriter(process.outputWriter(UTF_8), true);
    Thread reader = new Thread(this::readAnswers, name + "-out");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Runs a program and waits until its main method has returned; what it started may run on.
   *
   * @throws IllegalStateException when the method throws, ends the JVM, or does not return in time
   */
  public void run(Duration deadline, String mainClass, String... arguments)
      throws InterruptedException {
    String line = mainClass + ChildMain.SEPARATOR + String.join(ChildMain.SEPARATOR, arguments);
    commands.println(line);
    String answer = answers.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
    if (!ChildMain.DONE.equals(answer)) {
      throw new IllegalStateException(
          "%s (process %d): %s within %s: %s%n%s"
              .formatted(
                  name,
                  process.pid(),
                  answer == null ? "no end" : answer,
                  deadline,
                  line.replace(ChildMain.SEPARATOR, " "),
                  LogTail.of(log)));
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Kills the JVM and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "%s (process %d) outlives SIGKILL".formatted(name, process.pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAnswers() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      out.lines().forEach(answers::add);
    } catch (IOException | UncheckedIOException e) {
      answers.add("unreadable: " + e.getMessage());
    }
    answers.add(ENDED);
  }

  private static Path ownClasses() {
    return Path.of(ChildMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
