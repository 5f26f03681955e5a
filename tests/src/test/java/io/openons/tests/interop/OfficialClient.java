package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openons.harness.Patience;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * A process with the official Java client, seen from the test. What goes wrong in it fails the test
 * with the last that the process and the client's log said.
 */
public final class OfficialClient implements AutoCloseable {
  /** Longer than any command takes: a client gives its own start up after about 20 s. */
  private static final Duration PATIENCE = Patience.LONG;

  private static final Line END = Line.of("end");
  private static final int SHOWN_LINES = 60;

  private final Path folder;
  private final Process process;
  private final PrintWriter in;
  private final BlockingQueue<Line> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Line> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> reading;

  /**
   * Starts the process.
   *
   * @param folder an empty folder for its compiled driver and its logs
   * @param endpoint {@code host:port} of the broker
   * @param tls whether the client uses TLS, its own default, or plaintext
   */
  public OfficialClient(Path folder, String endpoint, boolean tls) throws IOException {
    this(OfficialProgram.GRPC, folder, endpoint, tls);
  }

  /** Starts the process of another client. */
  public OfficialClient(OfficialProgram program, Path folder, String endpoint, boolean tls)
      throws IOException {
    this(program.program(), folder, endpoint, tls);
  }

  /** Starts the process of other published jars. */
  OfficialClient(PublishedProgram program, Path folder, String endpoint, boolean tls)
      throws IOException {
    this.folder = folder;
    var classPath = compileDriver(program, folder) + File.pathSeparator + program.classPath();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Drocketmq.log.root=" + folder,
                "-Drocketmq.log.level=info",
                "-Drocketmq.client.logRoot=" + folder,
                "-Duser.home=" + folder,
                // Clients of the remoting protocol are told so.
                "-Dtls.enable=" + tls,
                "-Drocketmq.home.dir=" + folder,
                "-cp",
                classPath,
                program.mainClass(),
                endpoint,
                String.valueOf(tls))
            // Tools write files where they are.
            .directory(folder.toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    in = new PrintWriter(process.outputWriter(UTF_8), true);
    reading =
        CompletableFuture.runAsync(
            this::read, task -> new Thread(task, "official-client-reader").start());
  }

  /** Gives a command and waits until it is done. */
  public Line ask(String verb, String... pairs) throws InterruptedException {
    return ask(Line.of(verb, pairs));
  }

  /** Gives a command and waits until it is done. */
  Line ask(Line command) throws InterruptedException {
    var answer = tryTo(command);
    if (!answer.verb().equals("ok")) {
      throw failure(command.verb() + " was answered by " + answer);
    }
    return answer;
  }

  /** Gives a command that is to fail, and returns the error. */
  String askInVain(String verb, String... pairs) throws InterruptedException {
    var answer = tryTo(Line.of(verb, pairs));
    if (!answer.verb().equals("failed")) {
      throw failure(verb + " was answered by " + answer);
    }
    return answer.get("error");
  }

  /** Gives a command that may fail, and returns whether it did not. */
  public boolean succeeds(String verb, String... pairs) throws InterruptedException {
    return tryTo(Line.of(verb, pairs)).verb().equals("ok");
  }

  private Line tryTo(Line command) throws InterruptedException {
    in.println(command);
    return take(answers, PATIENCE, "an answer to " + command.verb());
  }

  /** The next message of a topic that arrived at a consumer; waits for it and drops others. */
  Line nextMessage(String topic) throws InterruptedException {
    Line message;
    do {
      message = take(messages, PATIENCE, "a message of " + topic);
    } while (!message.get("topic").equals(topic));
    return message;
  }

  /** The next message of a topic if it arrives within a time; drops others. */
  Optional<Line> messageWithin(String topic, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Line message;
    do {
      message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } while (message != null && !topic.equals(message.values().get("topic")));
    return Optional.ofNullable(message);
  }

  /** Gives each message that arrives at a consumer to a listener, until the process ends. */
  public void forEachMessage(Consumer<Line> listener) throws InterruptedException {
    for (Line message = messages.take(); !message.equals(END); message = messages.take()) {
      listener.accept(message);
    }
  }

  /** Kills the process. */
  @Override
  public void close() {
    process.destroyForcibly();
    reading.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private Line take(BlockingQueue<Line> queue, Duration patience, String what)
      throws InterruptedException {
    var line = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw failure("waited for " + what + " in vain for " + patience);
    }
    if (line.equals(END)) {
      queue.add(END);
      throw failure("the process ended before " + what);
    }
    return line;
  }

  private void read() {
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (var text = out.readLine(); text != null; text = out.readLine()) {
        var line = Line.parse(text);
        (line.verb().equals("message") ? messages : answers).add(line);
      }
    } catch (IOException e) {
      answers.add(Line.of("failed", "error", "cannot read from the process: " + e));
    } finally {
      answers.add(END);
      messages.add(END);
    }
  }

  private AssertionError failure(String what) {
    return new AssertionError(
        what + tail("stderr") + tail("rocketmq-client.log") + tail("rocketmq_client.log"));
  }

  private String tail(String file) {
    var path = folder.resolve(file);
    if (!Files.exists(path)) {
      return "";
    }
    try (var lines = Files.lines(path, UTF_8)) {
      var all = lines.toList();
      return all.stream()
          .skip(Math.max(0, all.size() - SHOWN_LINES))
          .collect(Collectors.joining("\n", "\n--- " + file + " of the client, its end:\n", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles the driver against the official client alone, so nothing of ours can creep in. */
  private static Path compileDriver(PublishedProgram program, Path folder) throws IOException {
    var classes = Files.createDirectory(folder.resolve("classes"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var options =
          List.of("-d", classes.toString(), "-cp", program.classPath(), "-proc:none", "-nowarn");
      var sources = files.getJavaFileObjectsFromPaths(program.sources());
      if (!compiler.getTask(null, files, null, options, null, sources).call()) {
        throw new AssertionError("the driver of the official client does not compile: see stderr");
      }
    }
    return classes;
  }
}
