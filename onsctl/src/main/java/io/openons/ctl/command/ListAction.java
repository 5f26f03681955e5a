package io.openons.ctl.command;

import io.openons.ctl.api.Query;
import io.openons.ctl.screen.Column;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that shows a list of the broker. */
public abstract class ListAction extends Action {
  private static final int MOST = 1_000_000;

  @Option(
      names = "--contains",
      paramLabel = "TEXT",
      description = "Only entries whose names contain this.")
  private String contains;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Entries at most, 1 to 1000000. Usually 1000.")
  private int limit = 1000;

  @Mixin private Watch watch;

  /** Returns where the list is. */
  protected abstract Query query();

  /** Returns what people see of it. */
  protected abstract List<Column> columns();

  @Override
  protected final void run() {
    range("--limit", limit, 1, MOST);
    watch.run(screen(), () -> showList(query().with("contains", contains), limit, columns()));
  }
}
