package io.openons.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The broker as a child process: started as users start it, stopped by SIGTERM, never left behind.
 * When this process is told to end, the broker ends first and its folder is deleted.
 *
 * <p>Not thread-safe.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("ready grpc=(\\S+):(\\d+)(?: remoting=(\\S+))?(?: http=\\S+)? data=(.*)");

  /** Their defaults are one port for all, and brokers of tests run side by side. */
  private static final List<String> FIXED_PORTS = List.of("--remoting-port", "--http-port");

  private static final int LOG_LINES_IN_ERRORS = 15;

  /** Starting and stopping take about a second; a busy machine takes a hundred times that. */
  private static final Duration DEADLINE = Patience.LONG;

  /**
   * How a broker is launched.
   *
   * @param program what runs a broker, given its options
   * @param dataDir where it keeps its messages
   * @param log where its standard error is appended
   * @param arguments further options of the broker, such as {@code --flush-mode sync}; without
   *     {@code --remoting-port} and {@code --http-port} these are off
   */
  public record Launch(List<String> program, Path dataDir, Path log, List<String> arguments) {
    public Launch {
      program = List.copyOf(program);
      arguments = List.copyOf(arguments);
    }

    /**
     * A broker that runs in the Java of this process, without options for it.
     *
     * @param jar the runnable jar; empty: the broker that is on this process's own class path
     */
    public Launch(Optional<Path> jar, Path dataDir, Path log, List<String> arguments) {
      this(
          jar.map(file -> List.of(JavaCommand.executable(), "-jar", file.toString()))
              .orElseGet(() -> onTheClassPath()),
          dataDir,
          log,
          arguments);
    }

    /**
     * The broker on the class path of this process, for a test that ends before a second
     * compilation of its code pays.
     */
    public static Launch shortLived(Path dataDir, Path log, List<String> arguments) {
      return new Launch(
          onTheClassPath("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), dataDir, log, arguments);
    }

    private static List<String> onTheClassPath(String... options) {
      List<String> command = new ArrayList<>(List.of(JavaCommand.executable()));
      command.addAll(List.of(options));
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), "io.openons.broker.process.Main"));
      return command;
    }

    private List<String> command(int port) {
      List<String> command = new ArrayList<>(program);
      command.addAll(List.of("--grpc-port", "" + port, "--data-dir", dataDir.toString()));
      command.addAll(arguments);
      for (String option : FIXED_PORTS) {
        if (!arguments.contains(option)) {
          command.addAll(List.of(option, "off"));
        }
      }
      return command;
    }
  }

  private final Launch launch;
  private final Process process;
  private final String host;
  private final int port;
  private final String remotingEndpoint;
  private final Thread hook;

  private BrokerProcess(
      Launch launch, Process process, String host, int port, String remotingEndpoint) {
    this.launch = launch;
    this.process = process;
    this.host = host;
    this.port = port;
    this.remotingEndpoint = remotingEndpoint;
    this.hook = new Thread(this::stopAndForget, "stop-broker-" + process.pid());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a broker and waits for its ready line, at most 20 seconds.
   *
   * @param port the gRPC port; 0 takes a free one
   * @throws IllegalStateException when it ends or stays silent; the text has the end of its log
   */
  public static BrokerProcess start(Launch launch, int port) throws InterruptedException {
    Process process = spawn(launch, port);
    CompletableFuture<Matcher> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> awaitReadyLine(process, ready), "broker-out-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    try {
      Matcher line = ready.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return new BrokerProcess(
          launch, process, line.group(1), Integer.parseInt(line.group(2)), line.group(3));
    } catch (IllegalStateException e) {
      throw failure(launch, process, "was started while this process ends", e);
    } catch (TimeoutException e) {
      throw failure(launch, process, "said nothing for " + DEADLINE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(launch, process, e.getCause().getMessage(), e);
    }
  }

  /** Address for clients, such as {@code 127.0.0.1:8081}. */
  public String endpoint() {
    return host + ":" + port;
  }

  /** Address for clients of the remoting protocol; null when it is off. */
  public String remotingEndpoint() {
    return remotingEndpoint;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Stops this broker by SIGTERM and starts another on the same port and folder.
   *
   * @return the new broker; this one is closed
   */
  public BrokerProcess restart() throws InterruptedException {
    close();
    return start(launch, port);
  }

  /**
   * Stops the broker by SIGTERM; does nothing when it has ended.
   *
   * @throws IllegalStateException when it does not obey in 20 seconds (it is killed then)
   */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(launch, process, "ignored SIGTERM for " + DEADLINE.toSeconds() + " s", null);
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever interrupts a demonstration does not want what it has written. */
  private void stopAndForget() {
    process.destroy();
    try {
      if (process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        Folders.delete(launch.dataDir());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + launch.dataDir(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static Process spawn(Launch launch, int port) {
    try {
      Files.createDirectories(launch.dataDir());
      return new ProcessBuilder(launch.command(port))
          .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the broker in " + launch.dataDir(), e);
    }
  }

  /** Reads on after the ready line, so that a broker that prints more never blocks on a pipe. */
  private static void awaitReadyLine(Process process, CompletableFuture<Matcher> ready) {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = READY.matcher(line);
        if (matcher.matches()) {
          ready.complete(matcher);
        }
      }
      ready.completeExceptionally(new IOException("ended before it was ready"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private static IllegalStateException failure(
      Launch launch, Process process, String what, Exception cause) {
    process.destroyForcibly();
    return new IllegalStateException(
        "the broker (process %d) %s; the end of %s:%n%s"
            .formatted(process.pid(), what, launch.log(), tail(launch.log())),
        cause);
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      int from = Math.max(0, lines.size() - LOG_LINES_IN_ERRORS);
      return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }
}
