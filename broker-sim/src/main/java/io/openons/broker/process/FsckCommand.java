package io.openons.broker.process;

import io.openons.broker.files.FilesCheck;
import io.openons.broker.store.Fsck;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks a data folder. */
@Command(
    name = "fsck",
    description =
        "Checks a data folder while no broker runs on it: every record of the log, the views "
            + "against the log, and the TLS files. Name the other files of the broker, too, to have "
            + "them checked as a start would.",
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

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "The certificate that the broker is given, with --tls-key. Default: its own.")
  private Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of the certificate that the broker is given.")
  private Path tlsKey;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description = "The users file of the broker. Default: none.")
  private Path users;

  @Option(
      names = "--resources",
      paramLabel = "FILE",
      description = "The resources file of the broker. Default: none.")
  private Path resources;

  @Spec private CommandSpec spec;

  private FsckCommand() {}

  @Override
  public Integer call() {
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new ParameterException(
          spec.commandLine(), "--tls-certificate and --tls-key need each other; give both");
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean sound =
        Fsck.run(
            dataDir,
            new NioDisk(),
            StoreOptions.SEGMENT_BYTES,
            repair,
            FilesCheck.faults(dataDir, tlsCertificate, tlsKey, users, resources),
            out::println);
    out.flush();
    return sound ? 0 : 1;
  }
}
