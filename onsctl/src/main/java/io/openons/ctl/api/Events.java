package io.openons.ctl.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events, read line by line: the next line is asked for when this one was taken, so a
 * reader that is slow holds up the broker's sending and not this memory. For one reader.
 */
public final class Events implements Flow.Subscriber<String>, AutoCloseable {
  private static final String END = "";

  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final CompletableFuture<Events> begun = new CompletableFuture<>();
  private volatile Flow.Subscription subscription;
  private volatile int status;

  private record Line(String text, boolean isLast) {}

  /**
   * What came.
   *
   * @param name the kind, such as {@code message}; {@code end} after the last one
   */
  public record Event(String name, JsonNode data) {}

  Events() {}

  CompletableFuture<Events> begun() {
    return begun;
  }

  void status(int answered) {
    status = answered;
  }

  int status() {
    return status;
  }

  /**
   * Returns the next event; null when none came in time.
   *
   * @param patience how long to wait
   */
  public Event next(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    String name = "message";
    StringBuilder data = new StringBuilder();
    while (true) {
      Line line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        return null;
      }
      if (line.isLast()) {
        lines.add(line);
        return new Event("end", Json.object());
      }
      subscription.request(1);
      if (line.text().startsWith("event:")) {
        name = line.text().substring("event:".length()).strip();
      } else if (line.text().startsWith("data:")) {
        data.append(line.text(), "data:".length(), line.text().length());
      } else if (line.text().equals(END) && !data.isEmpty()) {
        return new Event(name, Json.read(data.toString(), "an event of the broker"));
      }
    }
  }

  /** Returns all that is left as one text; for a refusal, which is short. */
  String rest(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    StringBuilder text = new StringBuilder();
    try {
      while (true) {
        Line line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null || line.isLast()) {
          return text.toString();
        }
        text.append(line.text());
        subscription.request(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return text.toString();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription made) {
    subscription = made;
    begun.complete(this);
    made.request(1);
  }

  @Override
  public void onNext(String line) {
    lines.add(new Line(line, false));
  }

  @Override
  public void onError(Throwable failure) {
    lines.add(new Line(END, true));
  }

  @Override
  public void onComplete() {
    lines.add(new Line(END, true));
  }

  /** Ends the stream. */
  @Override
  public void close() {
    subscription.cancel();
  }
}
