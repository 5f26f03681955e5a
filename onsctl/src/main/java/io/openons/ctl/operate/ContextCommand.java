package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import io.openons.ctl.command.Action;
import io.openons.ctl.context.Contexts;
import io.openons.ctl.screen.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brokers that have names. */
@Command(
    name = "context",
    description = "Names brokers, with the keys for them.",
    subcommands = {
      ContextCommand.Add.class,
      ContextCommand.All.class,
      ContextCommand.Use.class,
      ContextCommand.Remove.class
    })
public final class ContextCommand {
  @Command(
      name = "add",
      description = {
        "Add a context, or replace the one with its name. The first one becomes the current.",
        "The file is for its owner only (mode 600)."
      })
  static final class Add extends Action {
    @Parameters(paramLabel = "NAME", description = "Its name: letters, digits, '.', '_' and '-'.")
    private String name;

    @Override
    protected void run() {
      if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
        throw CtlException.usage(
            "'%s' is no name of a context; write 1 to 64 letters, digits, '.', '_' or '-'", name);
      }
      Contexts contexts = globals().contexts();
      contexts.put(name, globals().asContext());
      done(Json.object().put("name", name), "added context %s", name);
    }
  }

  @Command(name = "list", description = "List the contexts, without their secrets.")
  static final class All extends Action {
    @Override
    protected void run() {
      Contexts contexts = globals().contexts();
      List<JsonNode> rows = new ArrayList<>();
      new TreeMap<>(contexts.all())
          .forEach(
              (name, context) -> {
                ObjectNode row = Json.object().put("name", name);
                row.put("current", name.equals(contexts.current()));
                row.put("server", context.server()).put("accessKey", context.accessKey());
                rows.add(row.put("ca", context.ca()));
              });
      show(
          rows,
          List.of(
              Column.text("name"),
              Column.text("current"),
              Column.text("server"),
              Column.text("access key", "accessKey"),
              Column.text("ca")));
    }
  }

  @Command(name = "use", description = "Make a context the current one.")
  static final class Use extends Action {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    protected void run() {
      globals().contexts().use(name);
      done(Json.object().put("name", name), "using context %s", name);
    }
  }

  @Command(name = "remove", description = "Remove a context.")
  static final class Remove extends Action {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    protected void run() {
      globals().contexts().remove(name);
      done(Json.object().put("name", name), "removed context %s", name);
    }
  }
}
