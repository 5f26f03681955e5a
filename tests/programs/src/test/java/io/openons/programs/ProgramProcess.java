package io.openons.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openons.harness.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process with programs, seen from the test. */
final class ProgramProcess implements AutoCloseable {
  private static final String END = "\0end";

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread reader;

  ProgramProcess(List<String> command, Path errors) throws IOException {
    this.errors = errors;
    this.process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    this.reader = new Thread(this::read, "programs-out");
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      out.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("unreadable: " + e);
    }
    lines.add(END);
  }

  /** Waits until the programs have printed all of some lines; returns every line until then. */
  List<String> linesUntil(Collection<String> awaited) throws IOException, InterruptedException {
    List<String> printed = new ArrayList<>();
    List<String> missing = new ArrayList<>(awaited);
    long end = System.nanoTime() + 2 * Patience.LONG.toNanos();
    while (!missing.isEmpty()) {
      String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError(
            "%s without %s%nprinted: %s%nerrors: %s"
                .formatted(
                    line == null ? "no more lines" : "the end",
                    missing,
                    printed,
                    Files.readString(errors)));
      }
      printed.add(line);
      missing.remove(line);
    }
    return printed;
  }

  /** Ends standard input, adds the last lines to those printed, and returns the exit code. */
  int end(List<String> printed) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the programs do not end: " + Files.readString(errors));
    }
    reader.join();
    lines.remove(END);
    lines.drainTo(printed);
    return process.exitValue();
  }

  /** Kills the process and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }
}
