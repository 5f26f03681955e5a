package io.openons.ctl.operate;

import io.openons.ctl.api.Query;
import io.openons.ctl.command.ListAction;
import io.openons.ctl.screen.Column;
import java.util.List;
import picocli.CommandLine.Command;

/** Who did what. */
@Command(
    name = "audit",
    description = "List what operators changed and what was refused, the latest first.")
public final class AuditCommand extends ListAction {
  @Override
  protected Query query() {
    return Query.of("audit");
  }

  @Override
  protected List<Column> columns() {
    return List.of(
        Column.text("time"),
        Column.text("user"),
        Column.text("address"),
        Column.number("status"),
        Column.text("action"),
        Column.text("detail"));
  }
}
