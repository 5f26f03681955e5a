package io.openons.broker.process;

import io.openons.broker.store.Fsck;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a data folder. */
@Command(
    name = "fsck",
    description =
        "Checks a data folder while no broker runs on it: every record of the log, and the views "
            + "against the log.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Exit codes: 0 no faults, or all repaired; 1 faults, or not checked."})
final class FsckCommand implements Callable<Integer> {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data folder. Default: openons-data in the working folder.")
  private Path dataDir = Path.of("openons-data");

  @Option(
      names = "--repair",
      description =
          "Delete views with faults and compute them again from the log; make a faulty "
              + "openons.format again. The log is never touched.")
  private boolean repair;

  @Spec private CommandSpec spec;

  private FsckCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean sound =
        Fsck.run(dataDir, new NioDisk(), StoreOptions.SEGMENT_BYTES, repair, out::println);
    out.flush();
    return sound ? 0 : 1;
  }
}
