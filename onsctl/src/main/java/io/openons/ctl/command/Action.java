package io.openons.ctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.api.Server;
import io.openons.ctl.screen.Column;
import io.openons.ctl.screen.Paint;
import io.openons.ctl.screen.Plain;
import io.openons.ctl.screen.Screen;
import io.openons.ctl.screen.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does something: it has the options of the program, the broker and the screen. */
public abstract class Action implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Server server;

  /** Does it. */
  protected abstract void run();

  @Override
  public final Integer call() {
    run();
    return code();
  }

  /** Returns the exit code after a run that did not fail. */
  protected int code() {
    return Exit.OK;
  }

  /** Returns the model of this command. */
  protected final CommandSpec spec() {
    return spec;
  }

  /** Returns the options that every command has. */
  protected final Globals globals() {
    return ((Root) spec.root().userObject()).globals();
  }

  /** Returns where this reads and writes. */
  protected final Screen screen() {
    return ((Root) spec.root().userObject()).screen();
  }

  /** Returns where results go. */
  protected final PrintWriter out() {
    return screen().out();
  }

  /** Whether results are for programs. */
  protected final boolean isJson() {
    return globals().isJson();
  }

  /** Whether results have colours. */
  protected final boolean isColoured() {
    return globals().isColoured(screen().isOutTerminal());
  }

  /** Returns the broker. */
  protected final Server server() {
    if (server == null) {
      server = globals().server();
    }
    return server;
  }

  /** Writes a remark for people, which is no part of the result. */
  protected final void note(String text, Object... values) {
    screen().err().println(Plain.visible(text.formatted(values)));
    screen().err().flush();
  }

  /** Writes something that has fields, a line each; JSON for programs. */
  protected final void show(JsonNode node) {
    if (isJson()) {
      out().println(Json.line(node));
      return;
    }
    int widest = 0;
    for (var field : node.properties()) {
      widest = Math.max(widest, field.getKey().length());
    }
    for (var field : node.properties()) {
      String name = field.getKey() + " ".repeat(widest - field.getKey().length());
      String value = Plain.visible(Column.shown(field.getValue()));
      out().println(Paint.BOLD.on(name, isColoured()) + "  " + value);
    }
  }

  /** Writes entries in columns; JSON for programs. */
  protected final void show(Iterable<JsonNode> entries, List<Column> columns) {
    if (isJson()) {
      entries.forEach(entry -> out().println(Json.line(entry)));
      return;
    }
    Table table = new Table(columns);
    entries.forEach(table::add);
    int width = screen().isOutTerminal() ? screen().columns() : Integer.MAX_VALUE;
    table.print(out(), isColoured(), width);
  }

  /** Writes entries of a list of the broker; for programs as they come. */
  protected final void showList(Query query, int most, List<Column> columns) {
    List<JsonNode> entries = new ArrayList<>();
    boolean isMore =
        server()
            .list(
                query,
                most,
                entry -> {
                  if (isJson()) {
                    out().println(Json.line(entry));
                  } else {
                    entries.add(entry);
                  }
                  return true;
                });
    if (!isJson()) {
      show(entries, columns);
    }
    if (isMore) {
      note("There are more than %d; --limit shows more of them.", most);
    }
  }

  /** Says that something was changed; for programs, what the broker answered. */
  protected final void done(JsonNode answer, String text, Object... values) {
    out().println(isJson() ? Json.line(answer) : Plain.visible(text.formatted(values)));
  }

  /** Refuses a number that is out of its range. */
  protected static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw CtlException.usage("%s is %d to %d, not %d", option, least, most, value);
    }
  }
}
