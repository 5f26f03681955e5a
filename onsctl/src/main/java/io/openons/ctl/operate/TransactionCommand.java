package io.openons.ctl.operate;

import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Confirmed;
import io.openons.ctl.command.ListAction;
import io.openons.ctl.screen.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Transactions that are not decided. */
@Command(
    name = "transactions",
    description = "Lists and decides transactions that are open or set aside.",
    subcommands = {
      TransactionCommand.All.class,
      TransactionCommand.Commit.class,
      TransactionCommand.Rollback.class
    })
public final class TransactionCommand {
  @Command(name = "list", description = "List transactions that are not decided, the oldest first.")
  static final class All extends ListAction {
    @Option(names = "--set-aside", description = "Those that nobody is asked about any more.")
    private boolean setAside;

    @Override
    protected Query query() {
      return Query.of("transactions").with("setAside", setAside ? true : null);
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("topic"),
          Column.text("since"),
          Column.number("checks"),
          Column.text("next check", "nextCheck"),
          Column.text("producer group", "producerGroup"),
          Column.text("message", "messageId"),
          Column.text("id"));
    }
  }

  @Command(name = "commit", description = "Commit a transaction by hand: its message is delivered.")
  static final class Commit extends Action {
    @Parameters(paramLabel = "ID", description = "Id of the transaction.")
    private String id;

    @Mixin private Confirmed confirmed;

    @Override
    protected void run() {
      confirmed.ask(screen(), "Commit transaction %s, whatever its producer knows", id);
      done(
          server().call("POST", Query.of("transactions", id, "commit"), null),
          "committed transaction %s",
          id);
    }
  }

  @Command(
      name = "rollback",
      description = "Roll back a transaction by hand: its message is never delivered.")
  static final class Rollback extends Action {
    @Parameters(paramLabel = "ID", description = "Id of the transaction.")
    private String id;

    @Mixin private Confirmed confirmed;

    @Override
    protected void run() {
      confirmed.ask(screen(), "Roll back transaction %s, whatever its producer knows", id);
      done(
          server().call("POST", Query.of("transactions", id, "rollback"), null),
          "rolled back transaction %s",
          id);
    }
  }
}
