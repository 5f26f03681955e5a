package io.openons.ctl.operate;

import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.ListAction;
import io.openons.ctl.screen.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Live clients. */
@Command(
    name = "clients",
    description = "Shows live clients.",
    subcommands = {ClientCommand.All.class, ClientCommand.Show.class})
public final class ClientCommand {
  @Command(name = "list", description = "List live clients.")
  static final class All extends ListAction {
    @Override
    protected Query query() {
      return Query.of("clients");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("client", "clientId"),
          Column.text("user"),
          Column.text("protocol", "connection/protocol"),
          Column.text("language", "connection/language"),
          Column.text("version", "connection/version"),
          Column.text("address", "connection/address"),
          Column.text("since", "connection/since"),
          Column.text("publishes"));
    }
  }

  @Command(name = "show", description = "Show a live client.")
  static final class Show extends Action {
    @Parameters(paramLabel = "CLIENT", description = "Its id.")
    private String client;

    @Override
    protected void run() {
      show(server().get(Query.of("clients", client)));
    }
  }
}
