package io.openons.ctl.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.screen.Progress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends messages. */
@Command(
    name = "send",
    description = {
      "Send messages to a topic.",
      "Stops at the first one that the broker refuses, and says how many are stored."
    })
public final class SendCommand extends Action {
  private static final int MOST_AT_ONCE = 64;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "Name of the topic.")
  private String topic;

  @Parameters(index = "1", arity = "0..1", paramLabel = "BODY", description = "The body.")
  private String body;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Take the body from a file; - for standard input.")
  private String file;

  @Option(
      names = "--lines",
      paramLabel = "FILE",
      description = "Send each line of a file as a message; - for standard input.")
  private String lines;

  @Option(
      names = "--template",
      description = "Fill places in body, tag, keys and properties: " + Template.PLACES + ".")
  private boolean template;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "Send so often, 1 to 100000000. Usually 1.")
  private int count = 1;

  @Option(names = "--rate", paramLabel = "N", description = "Messages a second at most.")
  private Double rate;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Requests at a time, 1 to 64; with more than 1 the order is any. Usually 1.")
  private int parallel = 1;

  @Mixin private NewMessage message;

  private final Clock clock = Clock.systemUTC();
  private final Template filling = new Template(clock, new Random());
  private final Deque<CompletableFuture<JsonNode>> underWay = new ArrayDeque<>();
  private long stored;

  @Override
  protected void run() {
    range("--count", count, 1, 100_000_000);
    range("--parallel", parallel, 1, MOST_AT_ONCE);
    List<String> bodies = bodies();
    long whole = (long) count * bodies.size();
    Pace pace = new Pace(rate, System::nanoTime);
    Query query = Query.of("topics", topic, "messages");
    try (Progress progress = new Progress(screen(), "messages sent", whole)) {
      for (long number = 1; number <= whole; number++) {
        pace.await(pace.next());
        if (underWay.size() == parallel) {
          finishOne();
        }
        String next = bodies.get((int) ((number - 1) % bodies.size()));
        underWay.add(server().later("POST", query, next(next, number)));
        progress.at(stored);
      }
      while (!underWay.isEmpty()) {
        finishOne();
        progress.at(stored);
      }
    } catch (CtlException failure) {
      throw whole == 1
          ? failure
          : new CtlException(
              failure.exitCode(),
              "%s (%d of %d messages are stored)".formatted(failure.getMessage(), stored, whole));
    }
    if (!isJson() && whole > 1) {
      out().println("sent " + stored + " messages");
    }
  }

  private JsonNode next(String text, long number) {
    return message.with(text, value -> template ? filling.fill(value, number) : value, clock);
  }

  private void finishOne() {
    JsonNode sent = server().answer(underWay.remove());
    stored++;
    if (isJson() || count == 1 && lines == null) {
      show(sent);
    }
  }

  private List<String> bodies() {
    int ways = (body == null ? 0 : 1) + (file == null ? 0 : 1) + (lines == null ? 0 : 1);
    if (ways != 1) {
      throw CtlException.usage("a message needs one of BODY, --file and --lines");
    }
    if (body != null) {
      return List.of(body);
    }
    if (file != null) {
      byte[] bytes = Input.bytes(file, screen());
      return List.of(
          switch (message.form()) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            default -> Input.text(bytes, file);
          });
    }
    List<String> read =
        Input.text(lines, screen()).lines().filter(line -> !line.isEmpty()).toList();
    if (read.isEmpty()) {
      throw CtlException.usage("%s has no line with a text", lines);
    }
    return read;
  }
}
