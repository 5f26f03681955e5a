package io.openons.broker.process;

import io.openons.broker.BindException;
import io.openons.broker.OnsBroker;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.files.ConfigurationException;
import io.openons.broker.files.TlsException;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The broker as a process. */
@Command(
    name = "ons-broker",
    description = "A message broker that RocketMQ 5 clients work against.",
    mixinStandardHelpOptions = true,
    subcommands = FsckCommand.class,
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Every option can also be given by the environment (ONS_BROKER_GRPC_PORT=8081) or by the",
      "configuration file (grpc-port=8081). The command line wins, then the environment.",
      "When the broker serves it prints one line on standard output, 'ready' with its addresses;",
      "its log goes to standard error. SIGTERM ends it with everything stored."
    })
public final class Main implements Runnable {
  private static final int FAILED = 1;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "Port of gRPC, 0 for a free one. Default: 8081.")
  private int grpcPort = OnsBroker.DEFAULT_GRPC_PORT;

  @Option(
      names = "--bind",
      paramLabel = "HOST",
      description =
          "Address to listen on; 0.0.0.0 for all. Default: 127.0.0.1, for this machine only.")
  private String bind = "127.0.0.1";

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "Address that clients are told. Default: the one that each client used.")
  private String advertise;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder of the messages, made if absent. Default: openons-data in the working folder.")
  private Path dataDir = Path.of("openons-data");

  @Option(
      names = "--flush-mode",
      paramLabel = "MODE",
      description =
          "When a message counts as stored: async (the system has it; at most 500 ms are lost in a power cut) or "
              + "sync (on disk). Default: async.")
  private FlushMode flushMode = FlushMode.ASYNC;

  @Option(
      names = "--retention-hours",
      paramLabel = "HOURS",
      description = "Messages are deleted after that time, 1 to 87600. Default: 72.")
  private long retentionHours = Retention.DEFAULT.age().toHours();

  @Option(
      names = "--retention-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "The oldest messages are deleted when the log is longer: a number with KiB, MiB, GiB, TiB or nothing for "
              + "bytes, such as 50GiB. Default: any length.")
  private Long retentionSize;

  @Option(
      names = "--disk-watermark",
      paramLabel = "PERCENT",
      description = "Sends are refused when the disk is fuller, 1 to 100. Default: 90.")
  private int diskWatermark = (int) Math.round(100 * StoreOptions.DISK_WATERMARK);

  @Option(
      names = "--auto-create-topics",
      paramLabel = "BOOL",
      arity = "1",
      description = "Whether a topic is made when it is first used. Default: true.")
  private boolean autoCreateTopics = true;

  @Option(
      names = "--queues",
      paramLabel = "N",
      description = "Queues of a topic that is made on first use, 1 to 1024. Default: 8.")
  private int queues = OnsBroker.DEFAULT_QUEUES;

  @Option(
      names = "--new-groups-start-at",
      paramLabel = "POSITION",
      description = "Where a new consumer group begins: latest or earliest. Default: latest.")
  private StartPosition newGroupsStartAt = StartPosition.LATEST;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "Certificate chain for TLS, PEM. Default: self-signed, made in DIR/tls at its first use.")
  private Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its key, PEM in PKCS#8 without a password.")
  private Path tlsKey;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description =
          "Users and their rights, JSON; read again when it changes. Default: none, everybody may do everything.")
  private Path users;

  @Option(
      names = "--resources",
      paramLabel = "FILE",
      description = "Topics and groups to have from the start, JSON. Default: none.")
  private Path resources;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file with 'option=value' lines.")
  private Path config;

  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs a broker until the process is told to end. Exit codes: 1 it cannot start, 2 bad options.
   */
  public static void main(String[] arguments) {
    configureLog();
    System.exit(run(arguments, System.getenv()));
  }

  /** Defaults for the log on standard error, unless the user set others by system properties. */
  private static void configureLog() {
    Map.of(
            "showDateTime", "true",
            "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS",
            "showShortLogName", "true",
            "log.io.grpc", "warn",
            "log.io.netty", "warn")
        .forEach(
            (key, value) -> {
              String property = "org.slf4j.simpleLogger." + key;
              System.setProperty(property, System.getProperty(property, value));
            });
  }

  private static int run(String[] arguments, Map<String, String> environment) {
    CommandLine command = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    command.setParameterExceptionHandler((fault, given) -> refuse(command, fault));
    command.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (!(failure instanceof ConfigurationException
              || failure instanceof StoreException
              || failure instanceof TlsException
              || failure instanceof BindException)) {
            throw failure;
          }
          failed.getErr().printf("ons-broker: %s%n", failure.getMessage());
          return FAILED;
        });
    try {
      command.setDefaultValueProvider(
          SettingsSource.of(environment, configFile(arguments, environment), command));
    } catch (ParameterException fault) {
      return refuse(command, fault);
    }
    return command.execute(arguments);
  }

  private static int refuse(CommandLine command, ParameterException fault) {
    command.getErr().printf("ons-broker: %s; see --help%n", fault.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  /** The configuration file holds defaults, so it must be known before the options are read. */
  private static Path configFile(String[] arguments, Map<String, String> environment) {
    List<String> given = List.of(arguments);
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith("--config=")) {
        return Path.of(arguments[i].substring("--config=".length()));
      }
      if (arguments[i].equals("--config") && i + 1 < given.size()) {
        return Path.of(arguments[i + 1]);
      }
    }
    String variable = environment.get("ONS_BROKER_CONFIG");
    return variable == null ? null : Path.of(variable);
  }

  @Override
  public void run() {
    OnsBroker broker = builder().start();
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.close();
                  closed.countDown();
                },
                "ons-shutdown"));
    spec.commandLine()
        .getOut()
        .printf("ready grpc=%s data=%s%n", broker.endpoint(), broker.dataDir());
    spec.commandLine().getOut().flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OnsBroker.Builder builder() {
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new ParameterException(
          spec.commandLine(), "--tls-certificate and --tls-key go together");
    }
    try {
      OnsBroker.Builder builder =
          OnsBroker.builder()
              .grpcPort(grpcPort)
              .bindHost(bind)
              .dataDir(dataDir)
              .flushMode(flushMode)
              .retentionAge(Duration.ofHours(retentionHours))
              .diskWatermark(diskWatermark / 100.0)
              .autoCreateTopics(autoCreateTopics)
              .queuesOfNewTopics(queues)
              .newGroupsStartAt(newGroupsStartAt)
              .users(users)
              .resources(resources);
      if (retentionSize != null) {
        builder.retentionBytes(retentionSize);
      }
      if (advertise != null) {
        int colon = advertise.lastIndexOf(':');
        builder.advertise(
            advertise.substring(0, Math.max(0, colon)),
            Integer.parseInt(advertise.substring(colon + 1)));
      }
      return tlsCertificate == null ? builder : builder.tls(tlsCertificate, tlsKey);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--advertise is '%s'; write HOST:PORT".formatted(advertise));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"ons-broker " + (version == null ? "(not packaged)" : version)};
    }
  }
}
