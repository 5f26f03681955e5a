package io.openons.bench.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.bench.client.BenchClient;
import io.openons.bench.client.BenchClient.Sender;
import io.openons.bench.client.MessageKind;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The process of one client: reads requests on standard input, does one at a time, and answers each
 * on standard output. Ends with its input.
 */
public final class Worker {
  private static final int FILL_IN_FLIGHT = 1_024;
  private static final int FILL_DEADLINE_SECONDS = 120;
  private static final int JOIN_MESSAGES = 100;
  private static final int JOIN_MILLIS = 200;

  private final BenchClient client;

  private Worker(BenchClient client) {
    this.client = client;
  }

  /** Runs the client whose {@link BenchClient} class the first argument names. */
  public static void main(String[] args) throws Exception {
    PrintStream replies = System.out;
    System.setOut(System.err); // whatever a client prints must not get between the replies
    BenchClient client =
        Class.forName(args[0]).asSubclass(BenchClient.class).getConstructor().newInstance();
    JsonMapper json = new JsonMapper();
    Worker worker = new Worker(client);
    try (BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        replies.println(json.writeValueAsString(worker.serve(json.readValue(line, Request.class))));
      }
    }
    System.exit(0); // a client that leaves a thread behind must not hold up the benchmark
  }

  private Reply serve(Request request) {
    try {
      return switch (request.job()) {
        case FIRST -> first(request);
        case FILL -> fill(request);
        case MEASURE -> measure(request);
      };
    } catch (Exception e) {
      e.printStackTrace();
      return Reply.failed(e);
    }
  }

  private Reply measure(Request request) throws Exception {
    Meter meter = new Meter();
    try (Load load = request.scenario().open(client, request, meter)) {
      return new Measurement(load, meter, request.pace(), request.serverPids()).run();
    }
  }

  private Reply first(Request request) throws Exception {
    try (Sender sender =
        client.openSender(request.endpoint(), request.topic(), MessageKind.NORMAL)) {
      sender.send(new byte[request.bodyBytes()]);
    }
    return Reply.DONE;
  }

  /**
   * Has the group begin the topic, so that all that follows is its to receive; then fills the
   * topic.
   */
  private Reply fill(Request request) throws Exception {
    byte[] body = new byte[request.bodyBytes()];
    new Random(1).nextBytes(body);
    Meter meter = new Meter();
    Semaphore permits = new Semaphore(FILL_IN_FLIGHT);
    MessageKind kind = request.scenario().kind();
    try (Sender sender = client.openSender(request.endpoint(), request.topic(), kind)) {
      if (kind == MessageKind.NORMAL) {
        join(request, sender);
      }
      for (long i = 0; i < request.backlog(); i++) {
        take(permits, 1);
        sender.sendAsync(
            body,
            failure -> {
              if (failure != null) {
                meter.fail(failure);
              }
              permits.release();
            });
        meter.check();
      }
      take(permits, FILL_IN_FLIGHT);
    }
    meter.check();
    return Reply.DONE;
  }

  /** A group begins a topic at its first receive: the first message that arrives proves it. */
  private void join(Request request, Sender sender) throws Exception {
    CountDownLatch joined = new CountDownLatch(1);
    Closeable receiver =
        client.openReceiver(
            request.endpoint(), request.topic(), request.group(), body -> joined.countDown());
    try {
      for (int i = 0; i < JOIN_MESSAGES; i++) {
        sender.send(new byte[1]);
        if (joined.await(JOIN_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      receiver.close();
    }
    throw new IllegalStateException(
        "group %s received none of %d messages".formatted(request.group(), JOIN_MESSAGES));
  }

  private static void take(Semaphore permits, int count) throws InterruptedException {
    if (!permits.tryAcquire(count, FILL_DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "a send was not answered for %d s".formatted(FILL_DEADLINE_SECONDS));
    }
  }
}
