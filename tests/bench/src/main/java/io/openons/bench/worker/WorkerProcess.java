package io.openons.bench.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.harness.JavaCommand;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} as seen from outside. Not thread-safe. */
public final class WorkerProcess implements Closeable {
  /** Longer than any job: filling a backlog is given two minutes, measuring less. */
  private static final int REPLY_SECONDS = 180;

  private static final int END_SECONDS = 10;
  private static final String ENDED = "";

  private final Peer peer;
  private final Path log;
  private final Process process;
  private final BufferedWriter requests;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final JsonMapper json = new JsonMapper();

  /** Starts a worker for this client; it logs to {@code <logs>/<client>.log}. */
  WorkerProcess(Peer peer, Path classPaths, Path apacheClassPath, Path logs) throws IOException {
    this.peer = peer;
    this.log = logs.resolve(peer.name() + ".log");
    List<String> command = new ArrayList<>(List.of(JavaCommand.executable()));
    command.addAll(peer.jvmOptions(logs));
    command.addAll(
        List.of("-cp", peer.classPath(classPaths, apacheClassPath), Worker.class.getName()));
    command.add(peer.adapter());
    this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    this.requests = process.outputWriter();
    Thread reader = new Thread(this::readReplies, "bench-worker-" + peer.name());
    reader.setDaemon(true);
    reader.start();
  }

  public Peer peer() {
    return peer;
  }

  /**
   * Has the worker do a job and waits for it.
   *
   * @throws IllegalStateException when it fails, ends or does not answer
   */
  public Reply ask(Request request) throws IOException, InterruptedException {
    requests.write(json.writeValueAsString(request));
    requests.newLine();
    requests.flush();
    String line = replies.poll(REPLY_SECONDS, TimeUnit.SECONDS);
    if (line == null || line.equals(ENDED)) {
      throw failure(request, line == null ? "no answer for " + REPLY_SECONDS + " s" : "it ended");
    }
    Reply reply = json.readValue(line, Reply.class);
    if (reply.error() != null) {
      throw failure(request, reply.error());
    }
    return reply;
  }

  /** Ends the worker, by force if it must be. */
  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void readReplies() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(replies::add);
    } catch (IOException e) {
      replies.add("{\"error\":\"its output broke off\"}");
    }
    replies.add(ENDED);
  }

  private IllegalStateException failure(Request request, String reason) {
    return new IllegalStateException(
        "%s, %s of \"%s\": %s; its log: %s"
            .formatted(
                peer.name(),
                request.job().name().toLowerCase(Locale.ROOT),
                request.scenario().title(),
                reason,
                log));
  }
}
