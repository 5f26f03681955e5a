package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the topics and groups of a broker elsewhere. */
@Command(
    name = "export",
    description = {
      "Write all topics and groups, with their settings, as JSON.",
      "Messages and users are not part of it."
    })
public final class ExportCommand extends Action {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A file instead of standard output.")
  private Path output;

  @Override
  protected void run() {
    JsonNode definitions = server().get(Query.of("definitions"));
    if (output == null) {
      out().println(isJson() ? Json.line(definitions) : Json.pretty(definitions));
      return;
    }
    try {
      Files.writeString(output, Json.pretty(definitions) + "\n");
    } catch (IOException e) {
      throw new CtlException(Exit.FAILED, output + " cannot be written: " + e.getMessage());
    }
    note(
        "wrote %d topics and %d groups to %s",
        definitions.path("topics").size(), definitions.path("groups").size(), output);
  }
}
