package io.openons.broker.process;

import io.openons.broker.BindException;
import io.openons.broker.BrokerSetting;
import io.openons.broker.OnsBroker;
import io.openons.broker.files.ConfigurationException;
import io.openons.broker.files.TlsException;
import io.openons.broker.store.disk.StoreException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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

  private final Map<String, String> environment;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file with 'option=value' lines. Default: none.")
  private Path config;

  @Spec private CommandSpec spec;

  private Main(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs a broker until the process is told to end. Exit codes: 1 it cannot start, 2 bad options.
   */
  public static void main(String[] arguments) {
    ProcessLog.configure();
    System.exit(run(arguments, System.getenv()));
  }

  private static int run(String[] arguments, Map<String, String> environment) {
    CommandLine command = new CommandLine(new Main(environment));
    BrokerSetting.all().forEach(setting -> command.getCommandSpec().addOption(option(setting)));
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
    return command.execute(arguments);
  }

  private static OptionSpec option(BrokerSetting<?> setting) {
    String range = setting.range() == null ? "" : " Allowed: %s.".formatted(setting.range());
    return OptionSpec.builder(setting.option())
        .paramLabel(setting.label())
        .arity("1")
        .type(String.class)
        .description(
            "%s%s Default: %s."
                .formatted(setting.help(), range, setting.defaultText())
                .replace("%", "%%"))
        .build();
  }

  private static int refuse(CommandLine command, ParameterException fault) {
    command.getErr().printf("ons-broker: %s; see --help%n", fault.getMessage());
    return CommandLine.ExitCode.USAGE;
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
    StringBuilder ready = new StringBuilder("ready");
    for (String protocol : broker.protocols()) {
      ready.append(' ').append(protocol).append('=').append(broker.endpoint(protocol));
    }
    spec.commandLine().getOut().printf("%s data=%s%n", ready, broker.dataDir());
    spec.commandLine().getOut().flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OnsBroker.Builder builder() {
    OnsBroker.Builder builder = OnsBroker.builder();
    try {
      String variable = environment.get(SettingsSource.CONFIG_VARIABLE);
      Path file = config == null && variable != null ? Path.of(variable) : config;
      SettingsSource source = SettingsSource.of(environment, file);
      for (BrokerSetting<?> setting : BrokerSetting.all()) {
        String given =
            spec.commandLine().getParseResult().matchedOptionValue(setting.option(), null);
        set(builder, setting, given == null ? source.text(setting) : given);
      }
      return builder.check();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static <T> void set(OnsBroker.Builder builder, BrokerSetting<T> setting, String text) {
    builder.set(setting, text == null ? setting.defaultValue() : setting.parse(text));
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
