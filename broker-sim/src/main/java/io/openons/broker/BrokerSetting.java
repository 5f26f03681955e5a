package io.openons.broker;

import io.openons.broker.core.access.SignatureDates;
import io.openons.broker.core.api.Bounds;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.server.net.ServerLimits;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.log.Retention;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A setting of a broker. The table of all settings is the only place that has their names, defaults
 * and ranges: the command line, the environment, the configuration file, the builder's checks and
 * the tables in docs/ come from it.
 *
 * @param <T> the type of its values
 */
public final class BrokerSetting<T> {
  private static final List<BrokerSetting<?>> TABLE = new ArrayList<>();

  /** Instead of a port: the protocol is not served. */
  static final int OFF = -1;

  private static final String OFF_TEXT = "off";

  /** Port of gRPC. */
  public static final BrokerSetting<Integer> GRPC_PORT =
      integer("grpc-port", "PORT", 0, 65_535, 8081)
          .help("Port of gRPC; 0 takes a free one, which the ready line names.")
          .builder("grpcPort(int)", "0, a free one");

  /** Port of the remoting protocol. */
  public static final BrokerSetting<Integer> REMOTING_PORT =
      new BrokerSetting<Integer>("remoting-port", "PORT", BrokerSetting::portOrOff)
          .range(
              port -> port >= OFF && port <= 65_535,
              "0 to 65535, and off",
              port -> port == OFF ? OFF_TEXT : String.valueOf(port))
          .otherwise(OnsBroker.DEFAULT_REMOTING_PORT)
          .help(
              "Port of RocketMQ remoting, for clients 4.x and ONS 1.x; 0 takes a free one, off none.")
          .builder("remotingPort(int)", "0, a free one");

  /** Address that clients of the remoting protocol are told. */
  public static final BrokerSetting<InetSocketAddress> REMOTING_ADVERTISE =
      new BrokerSetting<InetSocketAddress>(
              "remoting-advertise", "HOST:PORT", BrokerSetting::address)
          .unset("the one that each client reached")
          .help("Address that clients of the remoting protocol are told.")
          .builder("remotingAdvertise(String, int)", null);

  /** Port of HTTP. */
  public static final BrokerSetting<Integer> HTTP_PORT =
      new BrokerSetting<Integer>("http-port", "PORT", BrokerSetting::portOrOff)
          .range(
              port -> port >= OFF && port <= 65_535,
              "0 to 65535, and off",
              port -> port == OFF ? OFF_TEXT : String.valueOf(port))
          .otherwise(OnsBroker.DEFAULT_HTTP_PORT)
          .help("Port of the admin API, metrics and health; 0 takes a free one, off none.")
          .builder("httpPort(int)", "0, a free one");

  /** Local address to serve HTTP at. */
  public static final BrokerSetting<String> HTTP_BIND =
      text("http-bind", "HOST", "127.0.0.1")
          .help("Address to serve HTTP at; any but loopback needs --users, or --http-open.")
          .builder("httpBind(String)", null);

  /** Names of this broker in URLs. */
  public static final BrokerSetting<String> HTTP_HOSTS =
      new BrokerSetting<String>("http-hosts", "NAMES", Function.identity())
          .unset("localhost, and addresses")
          .help("Names by which HTTP requests may reach this broker, with commas between them.")
          .builder("httpHosts(String)", null);

  /** Whether everybody may administer. */
  public static final BrokerSetting<Boolean> HTTP_OPEN =
      bool("http-open", false)
          .help("Whether HTTP without users is served at other addresses than loopback.")
          .builder("httpOpen(boolean)", null);

  /** Whether tests control the broker. */
  public static final BrokerSetting<Testing> TESTING =
      choice("testing", "CLOCK", Testing.OFF)
          .help("Whether tests control the broker over HTTP, and by which clock it goes.")
          .builder("testing(Testing)", null);

  /** Names that metrics show one by one. */
  public static final BrokerSetting<Integer> METRICS_NAMES =
      integer("metrics-names", "N", 0, 100_000, 1000)
          .help("Topics, and groups, that the metrics show one by one; the rest in one.")
          .builder("metricsNames(int)", null);

  /** Local address to listen on. */
  public static final BrokerSetting<String> BIND =
      text("bind", "HOST", "127.0.0.1")
          .help("Address to listen on; 0.0.0.0 for all, so that other machines reach it.")
          .builder("bindHost(String)", null);

  /** Address that clients are told. */
  public static final BrokerSetting<InetSocketAddress> ADVERTISE =
      new BrokerSetting<InetSocketAddress>("advertise", "HOST:PORT", BrokerSetting::address)
          .unset("the one that each client used")
          .help("Address that clients are told.")
          .builder("advertise(String, int)", null);

  /** Folder of the messages. */
  public static final BrokerSetting<Path> DATA_DIR =
      path("data-dir", "DIR", "openons-data in the working folder")
          .otherwise(Path.of("openons-data"))
          .help("Folder of the messages; made if absent.")
          .builder("dataDir(Path)", "a temporary folder that close deletes");

  /** When a message counts as stored. */
  public static final BrokerSetting<FlushMode> FLUSH_MODE =
      choice("flush-mode", "MODE", FlushMode.ASYNC)
          .help("When a message counts as stored: async (the system has it) or sync (on disk).")
          .builder("flushMode(FlushMode)", null);

  /** How long messages are kept. */
  public static final BrokerSetting<Duration> RETENTION_HOURS =
      duration(
              "retention-hours",
              "HOURS",
              Duration.ofHours(1),
              1,
              87_600,
              Retention.DEFAULT.age().toHours())
          .help("Messages are deleted after this time, consumed or not.")
          .builder("retentionAge(Duration)", null);

  /** How many bytes of log are kept. */
  public static final BrokerSetting<Long> RETENTION_SIZE =
      size("retention-size", 1, Long.MAX_VALUE)
          .unset("any length")
          .help("The oldest messages are deleted when the log is longer.")
          .builder("retentionBytes(long)", null);

  /** How full the disk may be for sends. */
  public static final BrokerSetting<Double> DISK_WATERMARK =
      new BrokerSetting<Double>("disk-watermark", "PERCENT", text -> Double.parseDouble(text) / 100)
          .range(share -> share >= 0.01 && share <= 1, "1 to 100", BrokerSetting::percent)
          .otherwise(StoreOptions.DISK_WATERMARK)
          .help("Sends are refused while the disk is fuller, whatever fills it; consuming goes on.")
          .builder("diskWatermark(double)", "0.9 (a share, 0.01 to 1)");

  /** Whether a topic or a group is made when it is first used. */
  public static final BrokerSetting<Boolean> AUTO_CREATE_TOPICS =
      bool("auto-create-topics", true)
          .help("Whether a topic or a group is made when it is first used.")
          .builder("autoCreateTopics(boolean)", null);

  /** Queues of a topic that is made on first use. */
  public static final BrokerSetting<Integer> QUEUES =
      integer("queues", "N", 1, 1024, OnsBroker.DEFAULT_QUEUES)
          .help("Queues of a topic that is made on first use.")
          .builder("queuesOfNewTopics(int)", null);

  /** Where a new consumer group begins. */
  public static final BrokerSetting<StartPosition> NEW_GROUPS_START_AT =
      choice("new-groups-start-at", "POSITION", StartPosition.LATEST)
          .help("Where a new consumer group begins: latest or earliest.")
          .builder("newGroupsStartAt(StartPosition)", null);

  /** When a producer is first asked for a transaction. */
  public static final BrokerSetting<Duration> TRANSACTION_FIRST_CHECK =
      duration(
              "transaction-first-check",
              "MS",
              Duration.ofMillis(1),
              1,
              3_600_000,
              TransactionOptions.DEFAULT.firstCheck().toMillis())
          .help("Time after a half message until its producer is asked for the outcome.")
          .builder("transactionChecks(Duration, Duration, int)", null);

  /** How often it is asked again. */
  public static final BrokerSetting<Duration> TRANSACTION_CHECK_INTERVAL =
      duration(
              "transaction-check-interval",
              "MS",
              Duration.ofMillis(1),
              1,
              86_400_000,
              TransactionOptions.DEFAULT.checkInterval().toMillis())
          .help("Time until it is asked again.")
          .builder("transactionChecks(Duration, Duration, int)", null);

  /** How many times it is asked. */
  public static final BrokerSetting<Integer> TRANSACTION_MAX_CHECKS =
      integer("transaction-max-checks", "N", 1, 1000, TransactionOptions.DEFAULT.maxChecks())
          .help("Questions until an undecided transaction is set aside.")
          .builder("transactionChecks(Duration, Duration, int)", null);

  /** Certificate chain for TLS. */
  public static final BrokerSetting<Path> TLS_CERTIFICATE =
      path("tls-certificate", "FILE", "one of the broker's own authority, in DIR/tls")
          .help("Certificate chain for TLS, PEM; goes together with --tls-key.")
          .builder("tls(Path, Path)", null);

  /** Key of the certificate. */
  public static final BrokerSetting<Path> TLS_KEY =
      path("tls-key", "FILE", "that of the broker's own certificate")
          .help("Its key, PEM in PKCS#8 without a password.")
          .builder("tls(Path, Path)", null);

  /** Users and their rights. */
  public static final BrokerSetting<Path> USERS =
      path("users", "FILE", "none, everybody may do everything")
          .help("Users and their rights, JSON; read again when it changes.")
          .builder("users(Path)", null);

  /** How far the date of a signature may be off. */
  public static final BrokerSetting<Duration> SIGNATURE_WINDOW =
      duration(
              "signature-window",
              "MINUTES",
              Duration.ofMinutes(1),
              0,
              1440,
              SignatureDates.DEFAULT_WINDOW.toMinutes())
          .help("How far the date of a signature may be from the broker's clock; 0 for any.")
          .builder("signatureWindow(Duration)", null);

  /** In which time zone dates of signatures are. */
  public static final BrokerSetting<SignatureZone> SIGNATURE_ZONE =
      choice("signature-zone", "ZONE", SignatureZone.ANY)
          .help("Time zone of these dates: any, since several clients sign local time, or utc.")
          .builder("signatureZone(SignatureZone)", null);

  /** Topics and groups to have from the start. */
  public static final BrokerSetting<Path> RESOURCES =
      path("resources", "FILE", "none")
          .help("Topics and groups to create before the broker starts serving, JSON.")
          .builder("resources(Path)", null);

  /** Open connections. */
  public static final BrokerSetting<Integer> MAX_CONNECTIONS =
      integer("max-connections", "N", 1, 1_000_000, ServerLimits.DEFAULT.connections())
          .help("Open connections; further ones are closed at once.")
          .builder("maxConnections(int)", null);

  /** Calls under way on a connection. */
  public static final BrokerSetting<Integer> MAX_CALLS_PER_CONNECTION =
      integer(
              "max-calls-per-connection",
              "N",
              1,
              1_000_000,
              ServerLimits.DEFAULT.callsPerConnection())
          .help("Calls under way on a connection; clients queue further ones.")
          .builder("maxCallsPerConnection(int)", null);

  /** Calls that wait for messages. */
  public static final BrokerSetting<Integer> MAX_WAITING_CALLS =
      integer("max-waiting-calls", "N", 1, 10_000_000, ServerLimits.DEFAULT.waiting())
          .help("Receives and reads that wait for messages, on all connections; one takes 6 KiB.")
          .builder("maxWaitingCalls(int)", null);

  /** Calls that wait for messages on a connection. */
  public static final BrokerSetting<Integer> MAX_WAITING_PER_CONNECTION =
      integer(
              "max-waiting-per-connection",
              "N",
              1,
              1_000_000,
              ServerLimits.DEFAULT.waitingPerConnection())
          .help("Receives and reads that wait for messages on one connection.")
          .builder("maxWaitingPerConnection(int)", null);

  /** Bytes of answers that clients have not taken. */
  public static final BrokerSetting<Long> MAX_UNSENT_SIZE =
      size("max-unsent-size", 4 << 20, Long.MAX_VALUE / 4)
          .otherwise(ServerLimits.DEFAULT.unsentBytes())
          .help("Bytes of answers that clients have not taken; a connection may have a quarter.")
          .builder("maxUnsentBytes(long)", null);

  /** Topics that were made because a client named them. */
  public static final BrokerSetting<Integer> MAX_TOPICS =
      integer("max-topics", "N", 1, 10_000_000, Bounds.DEFAULT.topicsMadeOnUse())
          .help("Topics that were made because a client named them; about 3 KB each.")
          .builder("maxTopics(int)", null);

  /** Groups that were made because a client named them. */
  public static final BrokerSetting<Integer> MAX_GROUPS =
      integer("max-groups", "N", 1, 10_000_000, Bounds.DEFAULT.groupsMadeOnUse())
          .help("Groups that were made because a client named them; about 1 KB each.")
          .builder("maxGroups(int)", null);

  /** Topics that groups consume. */
  public static final BrokerSetting<Integer> MAX_SUBSCRIPTIONS =
      integer("max-subscriptions", "N", 1, 10_000_000, Bounds.DEFAULT.subscriptions())
          .help("Topics that groups consume, one for each group and topic; about 8 KB each.")
          .builder("maxSubscriptions(int)", null);

  /** Messages that are delivered and not acknowledged. */
  public static final BrokerSetting<Long> MAX_UNFINISHED =
      new BrokerSetting<Long>("max-unfinished", "N", Long::parseLong)
          .range(value -> value >= 1, "1 and more", String::valueOf)
          .otherwise(Bounds.DEFAULT.unfinished())
          .help("Messages that are delivered and not acknowledged; about 300 bytes each.")
          .builder("maxUnfinished(long)", null);

  /** Half messages that are not decided. */
  public static final BrokerSetting<Integer> MAX_OPEN_TRANSACTIONS =
      integer("max-open-transactions", "N", 1, 100_000_000, Bounds.DEFAULT.openTransactions())
          .help("Half messages that are not decided; a client may have a tenth.")
          .builder("maxOpenTransactions(int)", null);

  private final String key;
  private final String label;
  private final Function<String, T> parser;
  private Predicate<T> isAllowed = value -> true;
  private String allowed;
  private Function<T, String> shown = String::valueOf;
  private T defaultValue;
  private String defaultText;
  private String help;
  private String builderMethod;
  private String embeddedDefault;

  private BrokerSetting(String key, String label, Function<String, T> parser) {
    this.key = key;
    this.label = label;
    this.parser = parser;
    TABLE.add(this);
  }

  /** Returns all settings, in the order in which help and documents show them. */
  public static List<BrokerSetting<?>> all() {
    return List.copyOf(TABLE);
  }

  /** Returns the name: {@code grpc-port}. */
  public String key() {
    return key;
  }

  /** Returns the option on the command line: {@code --grpc-port}. */
  public String option() {
    return "--" + key;
  }

  /** Returns the environment variable: {@code ONS_BROKER_GRPC_PORT}. */
  public String variable() {
    return "ONS_BROKER_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Returns the word for its value in help: {@code PORT}. */
  public String label() {
    return label;
  }

  /** Returns a sentence or two about it. */
  public String help() {
    return help;
  }

  /** Returns the range of its values; null when there is none. */
  public String range() {
    return allowed;
  }

  /** Returns the value of a process for which it is not set; null when there is none. */
  public T defaultValue() {
    return defaultValue;
  }

  /** Returns the default as documents show it. */
  public String defaultText() {
    return defaultText;
  }

  /** Returns the method of the builder that sets it: {@code grpcPort(int)}. */
  public String builderMethod() {
    return builderMethod;
  }

  /** Returns the default of an embedded broker as documents show it. */
  public String embeddedDefault() {
    return embeddedDefault;
  }

  /**
   * Reads a value from a text.
   *
   * @throws IllegalArgumentException when it is none, in a sentence with the allowed values
   */
  public T parse(String text) {
    T value;
    try {
      value = parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          allowed == null
              ? "%s is '%s': %s".formatted(key, text, e.getMessage())
              : "%s is '%s'; allowed are %s".formatted(key, text, allowed),
          e);
    }
    return check(value);
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException when it is out of range, in a sentence with both
   */
  T check(T value) {
    if (value != null && !isAllowed.test(value)) {
      throw new IllegalArgumentException(
          "%s is %s; allowed are %s".formatted(key, shown.apply(value), allowed));
    }
    return value;
  }

  @Override
  public String toString() {
    return key;
  }

  private static BrokerSetting<Integer> integer(
      String key, String label, int least, int most, int otherwise) {
    return new BrokerSetting<Integer>(key, label, Integer::parseInt)
        .range(value -> value >= least && value <= most, least + " to " + most, String::valueOf)
        .otherwise(otherwise);
  }

  private static BrokerSetting<Duration> duration(
      String key, String label, Duration unit, long least, long most, long otherwise) {
    Function<Duration, String> shown =
        value -> {
          long whole = value.dividedBy(unit);
          return unit.multipliedBy(whole).equals(value) ? String.valueOf(whole) : value.toString();
        };
    return new BrokerSetting<Duration>(
            key,
            label,
            text -> {
              long number = Long.parseLong(text);
              // What is out of range is told as it was written, and must not overflow before.
              return unit.multipliedBy(Math.max(-1, Math.min(most + 1, number)));
            })
        .range(
            value ->
                value.compareTo(unit.multipliedBy(least)) >= 0
                    && value.compareTo(unit.multipliedBy(most)) <= 0,
            least + " to " + most,
            shown)
        .otherwise(unit.multipliedBy(otherwise));
  }

  private static BrokerSetting<Long> size(String key, long least, long most) {
    return new BrokerSetting<Long>(key, "SIZE", ByteSize::parse)
        .range(
            value -> value >= least && value <= most,
            (least == 1 ? "1 byte" : ByteSize.text(least))
                + " and more, with KiB, MiB, GiB or TiB, such as 50GiB",
            ByteSize::text);
  }

  private static BrokerSetting<String> text(String key, String label, String otherwise) {
    return new BrokerSetting<String>(key, label, Function.identity()).otherwise(otherwise);
  }

  private static BrokerSetting<Path> path(String key, String label, String otherwise) {
    return new BrokerSetting<Path>(key, label, Path::of).unset(otherwise);
  }

  private static BrokerSetting<Boolean> bool(String key, boolean otherwise) {
    return new BrokerSetting<Boolean>(
            key,
            "BOOL",
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException("no boolean");
                })
        .range(value -> true, "true and false", String::valueOf)
        .otherwise(otherwise);
  }

  private static <E extends Enum<E>> BrokerSetting<E> choice(
      String key, String label, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    String values =
        Stream.of(type.getEnumConstants())
            .map(BrokerSetting::lower)
            .collect(Collectors.joining(" and "));
    return new BrokerSetting<E>(
            key, label, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')))
        .range(value -> true, values, BrokerSetting::lower)
        .otherwise(otherwise);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String percent(double share) {
    double percent = share * 100;
    return percent == Math.rint(percent)
        ? String.valueOf(Math.round(percent))
        : String.valueOf(percent);
  }

  private static int portOrOff(String text) {
    if (text.equals(OFF_TEXT)) {
      return OFF;
    }
    int port = Integer.parseInt(text);
    if (port < 0) {
      throw new IllegalArgumentException("negative");
    }
    return port;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    int port;
    try {
      port = Integer.parseInt(text.substring(colon + 1));
    } catch (NumberFormatException e) {
      port = 0;
    }
    if (colon < 1 || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("write HOST:PORT, with a port of 1 to 65535");
    }
    return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
  }

  private BrokerSetting<T> range(Predicate<T> isInRange, String range, Function<T, String> text) {
    this.isAllowed = isInRange;
    this.allowed = range;
    this.shown = text;
    return this;
  }

  private BrokerSetting<T> otherwise(T value) {
    this.defaultValue = value;
    if (defaultText == null) {
      this.defaultText = shown.apply(value);
    }
    return this;
  }

  private BrokerSetting<T> unset(String text) {
    this.defaultText = text;
    return this;
  }

  private BrokerSetting<T> help(String sentences) {
    this.help = sentences;
    return this;
  }

  private BrokerSetting<T> builder(String method, String otherDefault) {
    this.builderMethod = method;
    this.embeddedDefault = otherDefault == null ? defaultText : otherDefault;
    return this;
  }
}
