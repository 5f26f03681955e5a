package io.openons.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.Json;
import io.openons.ctl.screen.Screen;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines in this process, as somebody. Immutable. */
record Cli(Map<String, String> environment, String input, boolean isTerminal) {
  /** What came of a command. */
  record Result(int code, String out, String err) {
    /** The lines of JSON that it wrote. */
    List<JsonNode> json() {
      return out.lines().map(line -> Json.read(line, "a line")).toList();
    }
  }

  /** Somebody who uses a broker without keys, and has no contexts. */
  static Cli at(String server) {
    return new Cli(
        Map.of("ONSCTL_SERVER", server, "ONSCTL_CONTEXTS", "/nowhere/contexts.json"), "", false);
  }

  Cli as(String accessKey, String secretKey) {
    return with("ONSCTL_ACCESS_KEY", accessKey).with("ONSCTL_SECRET_KEY", secretKey);
  }

  Cli with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Cli(more, input, isTerminal);
  }

  Cli typing(String text) {
    return new Cli(environment, text, isTerminal);
  }

  Cli onTerminal() {
    return new Cli(environment, input, true);
  }

  Result run(String... arguments) {
    return run(new StringWriter(), arguments);
  }

  /** Runs a command whose words on standard error others read while it runs. */
  Result run(StringWriter err, String... arguments) {
    StringWriter out = new StringWriter();
    Screen screen =
        new Screen(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            isTerminal,
            isTerminal,
            isTerminal,
            100);
    int code = Program.commandLine(screen, environment, "/nowhere").execute(arguments);
    screen.out().flush();
    screen.err().flush();
    return new Result(code, out.toString(), err.toString());
  }
}
