package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Confirmed;
import io.openons.ctl.messages.Input;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes the topics and groups of another broker. */
@Command(
    name = "import",
    description = {
      "Make and change topics and groups as an export has them.",
      "Deletes nothing, and may be repeated."
    })
public final class ImportCommand extends Action {
  @Parameters(paramLabel = "FILE", description = "What export wrote; - for standard input.")
  private String file;

  @Mixin private Confirmed confirmed;

  @Override
  protected void run() {
    JsonNode definitions = Json.read(Input.text(file, screen()), file);
    confirmed.ask(
        screen(),
        "Make or change %d topics and %d groups of %s",
        definitions.path("topics").size(),
        definitions.path("groups").size(),
        server().target().server());
    JsonNode count = server().call("PUT", Query.of("definitions"), definitions);
    done(
        count,
        "imported %d topics and %d groups",
        count.path("topics").asLong(),
        count.path("groups").asLong());
  }
}
