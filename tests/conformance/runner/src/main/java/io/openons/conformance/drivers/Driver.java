package io.openons.conformance.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openons.harness.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The process of a face's driver, seen from the runner. Safe on any thread. */
public final class Driver implements AutoCloseable {
  /** A start or a close of a client may take a minute by itself on a busy machine. */
  static final Duration PATIENCE = Patience.LONG.multipliedBy(2);

  private static final int LOG_LINES = 25;

  /** Who hears of a client's events. */
  private record Listener(Inbox inbox, Transcript transcript) {}

  private final Face face;
  private final Path log;
  private final Process process;
  private final PrintWriter commands;
  private final Thread reader;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<Fields>> replies = new ConcurrentHashMap<>();
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private final Set<String> capabilities;
  private volatile boolean ended;

  /**
   * Starts the process and asks what it can do.
   *
   * @param log where its standard error is appended
   */
  Driver(Face face, Places places, Path log) {
    this.face = face;
    this.log = log;
    try {
      Files.createDirectories(log.getParent());
      process =
          face.process(places)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the driver of " + face + " cannot be started; is it built? " + e.getMessage(), e);
    }
    commands = new PrintWriter(process.outputWriter(UTF_8), true);
    reader = new Thread(this::read, "driver-" + face + "-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    Fields hello = ask(new Fields().put("do", "hello"), new Transcript());
    capabilities = Set.of(hello.get("capabilities").split(" "));
  }

  public Set<String> capabilities() {
    return capabilities;
  }

  public void listen(String client, Inbox inbox, Transcript transcript) {
    listeners.put(client, new Listener(inbox, transcript));
  }

  /** Sends a command and waits for its reply, which may tell a failure. */
  Fields ask(Fields command, Transcript transcript) {
    return await(send(command, transcript), command);
  }

  /** Sends a command; the future has its reply. */
  CompletableFuture<Fields> send(Fields command, Transcript transcript) {
    CompletableFuture<Fields> reply = promise(command, transcript);
    transcript.add("->", command);
    String line = command.json();
    synchronized (commands) {
      commands.println(line);
    }
    if (ended) {
      fail();
    }
    return reply;
  }

  /** Gives a command its number, and does not send it; the future has its reply. */
  CompletableFuture<Fields> promise(Fields command, Transcript transcript) {
    long id = ids.incrementAndGet();
    command.put("id", id);
    CompletableFuture<Fields> reply = new CompletableFuture<>();
    replies.put(id, reply);
    reply.thenAccept(answer -> transcript.add("<-", answer));
    return reply;
  }

  public Fields await(CompletableFuture<Fields> reply, Fields command) {
    try {
      return reply.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(
          face + " did not answer within " + PATIENCE + ": " + command + logTail(), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage() + logTail(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Fields fields = Fields.parse(line);
        if (fields.get("event").isEmpty()) {
          CompletableFuture<Fields> reply = replies.remove(fields.number("id"));
          reply.complete(fields);
        } else {
          Listener listener = listeners.get(fields.get("client"));
          listener.transcript().add("**", fields);
          listener.inbox().add(fields);
        }
      }
    } catch (IOException | RuntimeException e) {
      if (!ended) {
        throw new IllegalStateException("the output of " + face + " cannot be read", e);
      }
    } finally {
      ended = true;
      fail();
    }
  }

  private void fail() {
    replies
        .values()
        .forEach(
            reply ->
                reply.completeExceptionally(
                    new IllegalStateException("the driver of " + face + " has ended")));
  }

  /** Ends the process as a crash would. */
  public void kill() {
    ended = true;
    process.destroyForcibly();
    awaitEnd();
  }

  /**
   * Ends the process: it closes what is open and must exit with 0.
   *
   * @throws IllegalStateException when it does not
   */
  @Override
  public void close() {
    ended = true;
    commands.close();
    awaitEnd();
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "the driver of " + face + " ended with " + process.exitValue() + logTail());
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "the driver of " + face + " did not end within " + PATIENCE + logTail());
      }
      reader.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "\n--- the end of %s:\n%s"
          .formatted(
              log.getFileName(),
              String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())));
    } catch (IOException e) {
      return "\n(" + log + " cannot be read: " + e + ")";
    }
  }
}
