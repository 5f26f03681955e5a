package io.openons.client.config;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * Every property key there is: the single source for reading, for hints and for the manual.
 *
 * <p>Where the manual of the commercial client and its published jars disagree, the newest jar
 * wins, because that is what programs met last: {@code SendMsgTimeoutMillis} is 5000 by default
 * (the manual says 3000), and {@code suspendTimeMillis}, {@code consumeTimeout} and {@code
 * maxReconsumeTimes} begin with a small letter.
 *
 * <p>Numbers of the commercial client that are out of range are moved to the nearer end, with one
 * warning: one of both published lines takes each of them. Keys that begin with {@code ons.} are
 * only ours, and refuse what is out of range.
 */
public final class OnsProperties {
  private static final List<Property<?>> TABLE = new ArrayList<>();

  // What every client needs.

  /** Where the server is; see {@link AccessPoint} for the forms. */
  public static final Property<String> NAMESRV_ADDR =
      add(
          Property.text(
              PropertyKeyConst.NAMESRV_ADDR,
              "Address of the server, required unless ONSAddr is set: host:port, http://host:port,"
                  + " https://host:port (TLS), or several ip:port separated by semicolons."));

  /** Where to ask for the server. */
  public static final Property<String> ONS_ADDR =
      add(
          Property.text(
              PropertyKeyConst.ONSAddr,
              "Used when NAMESRV_ADDR is absent. The client asks an http:// or https:// address for"
                  + " the list of servers when it is made; host:port is the server itself."));

  /** Access key id. */
  public static final Property<String> ACCESS_KEY =
      add(
          Property.headerText(
              PropertyKeyConst.AccessKey, "Access key id; required unless RamRoleName is set."));

  /** Access key secret. */
  public static final Property<String> SECRET_KEY =
      add(
          Property.text(
                  PropertyKeyConst.SecretKey,
                  "Access key secret, never sent; required unless RamRoleName is set.")
              .asSecret());

  /** Token of temporary credentials. */
  public static final Property<String> SECURITY_TOKEN =
      add(
          Property.headerText(PropertyKeyConst.SecurityToken, "Token of temporary credentials.")
              .asSecret());

  /** Credentials by a role of the machine. */
  public static final Property<String> RAM_ROLE_NAME =
      add(
          Property.text(
              PropertyKeyConst.RAM_ROLE_NAME,
              "Role of the machine whose credentials the client uses, instead of AccessKey,"
                  + " SecretKey and SecurityToken; it fetches them from the instance metadata"
                  + " service when it starts, and renews them before they expire."));

  /** Where the metadata service is; the default is where every machine of the cloud finds it. */
  public static final Property<String> METADATA_ADDRESS =
      add(
          Property.text(
              "ons.metadataAddress",
              "Address of the instance metadata service, for RamRoleName.",
              "http://100.100.100.200"));

  /** The instance (name space) of topics and groups. */
  public static final Property<String> INSTANCE_ID =
      add(
          Property.headerText(
              PropertyKeyConst.INSTANCE_ID,
              "Instance of topics and groups; wins over the one in the host name"
                  + " MQ_INST_x_y.host."));

  /** The group; consumers need one. */
  public static final Property<String> GROUP_ID =
      add(Property.text(PropertyKeyConst.GROUP_ID, "Group; required for consumers."));

  /** Older name of a producer's group. */
  public static final Property<String> PRODUCER_ID =
      add(
          Property.text(PropertyKeyConst.ProducerId, "Older name of GROUP_ID, for producers.")
              .only(ClientKind.PRODUCERS)
              .asOlderNameOf(GROUP_ID));

  /** Older name of a consumer's group. */
  public static final Property<String> CONSUMER_ID =
      add(
          Property.text(PropertyKeyConst.ConsumerId, "Older name of GROUP_ID, for consumers.")
              .only(ClientKind.CONSUMERS)
              .asOlderNameOf(GROUP_ID));

  /** Encryption; by default decided by the scheme of {@link #NAMESRV_ADDR}. */
  public static final Property<TlsMode> TLS =
      add(
          Property.choice(
              "ons.tls",
              "Encryption of connections. Absent: verify for https:// addresses, off for others.",
              TlsMode.class,
              null,
              TlsMode::constantName));

  /** Trusted certificates. */
  public static final Property<String> TLS_CA_FILE =
      add(
          Property.text(
              "ons.tlsCaFile",
              "File of certificates (PEM) to trust instead of the JVM's; for TLS mode verify."));

  /** Bound of {@code start()}: what a cold JVM and a cold broker need on a very busy machine. */
  public static final Property<Integer> START_TIMEOUT =
      add(
          Property.number(
              "ons.startTimeoutMillis",
              "How long start() may take before it fails.",
              "ms",
              30_000,
              100,
              600_000));

  /** Bound of one request; the official clients' default. */
  public static final Property<Integer> REQUEST_TIMEOUT =
      add(
          Property.number(
              "ons.requestTimeoutMillis",
              "How long one request may wait for its answer.",
              "ms",
              3_000,
              100,
              60_000));

  // The log file, as the commercial client has it.

  /** Folder of the log file. */
  public static final Property<String> LOG_ROOT =
      add(
          Property.text(
                  "ons.client.logRoot",
                  "Folder of the log file ons-client.log; absent: logs/ons in the home folder. The"
                      + " client writes its log to that file, beside SLF4J, when this key,"
                      + " ons.client.logLevel or ons.client.logFileMaxIndex is given. There is one"
                      + " log file for the process; a full one (64 MB) becomes ons-client.log.1.")
              .orSystemProperty());

  /** Level of the log file. */
  public static final Property<Level> LOG_LEVEL =
      add(
          Property.choice(
                  "ons.client.logLevel",
                  "The lowest level that goes to the log file.",
                  Level.class,
                  Level.INFO,
                  text -> text.toUpperCase(Locale.ROOT))
              .orSystemProperty());

  /** Number of old log files. */
  public static final Property<Integer> LOG_FILES =
      add(
          Property.forgivingNumber(
                  "ons.client.logFileMaxIndex",
                  "How many full log files are kept.",
                  "files",
                  10,
                  1,
                  100)
              .orSystemProperty());

  // Producers.

  /** Bound of a send with all its attempts. */
  public static final Property<Integer> SEND_TIMEOUT =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.SendMsgTimeoutMillis,
                  "How long a send may take, all attempts together.",
                  "ms",
                  5_000,
                  1,
                  3_600_000)
              .only(ClientKind.PRODUCERS)
              .withDefaultOf(ClientKind.ORDER_PRODUCER, 3_000));

  /**
   * Attempts of a send. The key, and that it counts the first attempt too, is from the newest
   * published C++ client; three is what all published clients do.
   */
  public static final Property<Integer> SEND_ATTEMPTS =
      add(
          Property.number(
                  "SendMsgRetryTimes",
                  "How often a message is sent at most, the first time included, before the send"
                      + " fails; all attempts share SendMsgTimeoutMillis. One-way messages are sent"
                      + " once.",
                  "times",
                  3,
                  1,
                  100)
              .only(ClientKind.PRODUCERS));

  /** Bound of asynchronous sends by count. */
  public static final Property<Integer> MAX_IN_FLIGHT_MESSAGES =
      add(
          Property.number(
                  "ons.maxInFlightMessages",
                  "How many asynchronous and one-way messages may be in flight per producer; with"
                      + " ordered producers of other languages than Java, how many may wait for"
                      + " their turn.",
                  "messages",
                  10_000,
                  1,
                  1_000_000)
              .only(Set.of(ClientKind.PRODUCER, ClientKind.ORDER_PRODUCER)));

  /** Bound of asynchronous sends by bytes. */
  public static final Property<Integer> MAX_IN_FLIGHT_MIB =
      add(
          Property.number(
                  "ons.maxInFlightMiB",
                  "How much of asynchronous and one-way bodies may be in flight per producer.",
                  "MiB",
                  64,
                  1,
                  2_048)
              .only(Set.of(ClientKind.PRODUCER)));

  // Consumers.

  /** Clustering or broadcasting. */
  public static final Property<MessageModel> MESSAGE_MODEL =
      add(
          Property.choice(
                  PropertyKeyConst.MessageModel,
                  "Whether a message goes to one consumer of the group or to all.",
                  MessageModel.class,
                  MessageModel.CLUSTERING,
                  text -> text)
              .only(ClientKind.CONSUMERS));

  /** Listener threads. */
  public static final Property<Integer> CONSUME_THREADS =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.ConsumeThreadNums,
                  "How many threads call listeners.",
                  "threads",
                  20,
                  1,
                  1_000)
              .only(ClientKind.CALLED));

  /** Redeliveries; the server's rule for the group (16) when absent. */
  public static final Property<Integer> MAX_RECONSUME_TIMES =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.MaxReconsumeTimes,
                  "How often a message is delivered again before it becomes a dead letter; absent or -1:"
                      + " as the server says, usually 16.",
                  "times",
                  -1,
                  -1,
                  Integer.MAX_VALUE)
              .only(ClientKind.CALLED));

  /** Bound of one listener call. */
  public static final Property<Integer> CONSUME_TIMEOUT =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.ConsumeTimeout,
                  "How long a listener may handle one message; beyond it the message counts as failed.",
                  "minutes",
                  15,
                  1,
                  10_080)
              .only(ClientKind.CALLED));

  /** Bound of received messages by count. */
  public static final Property<Integer> MAX_CACHED_MESSAGES =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.MaxCachedMessageAmount,
                  "How many messages may be received and not handled yet, per consumer, split over its"
                      + " topics; one batch more can arrive.",
                  "messages",
                  5_000,
                  100,
                  50_000)
              .only(ClientKind.CALLED));

  /** Bound of received messages by bytes. */
  public static final Property<Integer> MAX_CACHED_MIB =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.MaxCachedMessageSizeInMiB,
                  "How much of message bodies may be received and not handled yet, per consumer, split"
                      + " over its topics; one batch more can arrive. Of a pull consumer: per queue."
                      + " Never more than a quarter of the JVM's heap per consumer, whatever is"
                      + " given.",
                  "MiB",
                  512,
                  16,
                  2_048)
              .only(ClientKind.CONSUMERS)
              .withDefaultOf(ClientKind.PULL_CONSUMER, 100));

  /** Bound of a consumer's shutdown. */
  public static final Property<Integer> SHUTDOWN_TIMEOUT =
      add(
          Property.number(
                  "ons.shutdownTimeoutMillis",
                  "How long shutdown() of a consumer waits for running listeners before it interrupts"
                      + " them.",
                  "ms",
                  10_000,
                  0,
                  600_000)
              .only(ClientKind.CALLED));

  /** Whose progress a broadcasting consumer goes on with. */
  public static final Property<String> INSTANCE_NAME =
      add(
          Property.text(
                  PropertyKeyConst.InstanceName,
                  "Names a broadcasting consumer, so that it goes on where it was after a restart;"
                      + " absent: the first of DEFAULT, DEFAULT-2 ... that no other uses.")
              .only(Set.of(ClientKind.CONSUMER)));

  /** Where broadcasting consumers keep their progress. */
  public static final Property<String> OFFSETS_FOLDER =
      add(
          Property.text(
                  "ons.offsetsFolder",
                  "Folder in which broadcasting consumers keep their progress; absent: .ons/offsets in"
                      + " the home folder.")
              .only(Set.of(ClientKind.CONSUMER)));

  // Pull consumers.

  /** Whether offsets are committed without being asked. */
  public static final Property<Boolean> AUTO_COMMIT =
      add(
          Property.flag(
                  PropertyKeyConst.AUTO_COMMIT,
                  "Whether a pull consumer commits offsets by itself.",
                  true)
              .only(Set.of(ClientKind.PULL_CONSUMER)));

  /** The manual's "5, unit seconds", in the unit that the key names. */
  public static final Property<Integer> AUTO_COMMIT_INTERVAL =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.AUTO_COMMIT_INTERVAL_MILLIS,
                  "How often a pull consumer commits offsets by itself.",
                  "ms",
                  5_000,
                  100,
                  3_600_000)
              .only(Set.of(ClientKind.PULL_CONSUMER)));

  /** The manual's "5, unit seconds", in the unit that the key names. */
  public static final Property<Integer> POLL_TIMEOUT =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.POLL_TIMEOUT_MILLIS,
                  "How long poll of a pull consumer waits when it is given a negative timeout.",
                  "ms",
                  5_000,
                  1,
                  3_600_000)
              .only(Set.of(ClientKind.PULL_CONSUMER)));

  /** Messages that one poll returns; as many as one request brings by default. */
  public static final Property<Integer> PULL_BATCH =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.MAX_BATCH_MESSAGE_COUNT,
                  "How many messages one poll of a pull consumer returns at most.",
                  "messages",
                  32,
                  1,
                  1_024)
              .only(Set.of(ClientKind.PULL_CONSUMER)));

  /** Pause of ordered consumers. */
  public static final Property<Integer> SUSPEND_TIME =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.SuspendTimeMillis,
                  "How long an ordered consumer waits before it shows a message again.",
                  "ms",
                  1_000,
                  10,
                  30_000)
              .only(Set.of(ClientKind.ORDER_CONSUMER)));

  /** Bound of a batch. */
  public static final Property<Integer> BATCH_SIZE =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.ConsumeMessageBatchMaxSize,
                  "How many messages a batch consumer hands to its listener at most.",
                  "messages",
                  32,
                  1,
                  1_024)
              .only(Set.of(ClientKind.BATCH_CONSUMER)));

  /** Wait for a batch. */
  public static final Property<Integer> BATCH_WAIT =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.BatchConsumeMaxAwaitDurationInSeconds,
                  "How long a batch that is not full waits for more; 0: it has what came together.",
                  "s",
                  0,
                  0,
                  450)
              .only(Set.of(ClientKind.BATCH_CONSUMER)));

  // Transactions.

  /** First check of a transaction; up to the server's limit. */
  public static final Property<Integer> CHECK_IMMUNITY =
      add(
          Property.clampedNumber(
                  PropertyKeyConst.CheckImmunityTimeInSeconds,
                  "How long the server waits before it asks about a transaction; absent: as the"
                      + " server says.",
                  "s",
                  null,
                  1,
                  3_600)
              .only(Set.of(ClientKind.TRANSACTION_PRODUCER)));

  // What this version refuses when it is used.

  /** Refused when it is {@code true}. */
  public static final Property<String> EXACTLY_ONCE_DELIVERY =
      add(
          Property.text(
              PropertyKeyConst.EXACTLYONCE_DELIVERY,
              "True has no effect but a warning: delivery is at least once."));

  static {
    for (String key :
        List.of(
            PropertyKeyConst.OnsChannel,
            PropertyKeyConst.MQType,
            PropertyKeyConst.isVipChannelEnabled,
            PropertyKeyConst.MsgTraceSwitch,
            PropertyKeyConst.MsgTraceSelectQueueEnable,
            PropertyKeyConst.PostSubscriptionWhenPull,
            PropertyKeyConst.ENABLE_ORDERLY_CONSUME_ACCELERATOR,
            PropertyKeyConst.EXACTLYONCE_RM_REFRESHINTERVAL,
            PropertyKeyConst.ALLOCATE_MESSAGE_QUEUE_STRATEGY,
            PropertyKeyConst.ALLOCATE_MESSAGE_QUEUE_STRATEGY_NAME,
            PropertyKeyConst.MqttMessageId,
            PropertyKeyConst.MqttMessage,
            PropertyKeyConst.MqttPublishRetain,
            PropertyKeyConst.MqttPublishDubFlag,
            PropertyKeyConst.MqttSecondTopic,
            PropertyKeyConst.MqttClientId,
            PropertyKeyConst.MqttQOS)) {
      add(Property.text(key, "Accepted, without effect.").only(Set.of()));
    }
  }

  private OnsProperties() {}

  /** All rows. */
  public static List<Property<?>> all() {
    return List.copyOf(TABLE);
  }

  /** The rows of keys that another one replaced, as far as they mean something to the kind. */
  static Stream<Property<?>> olderNamesOf(Property<?> property, ClientKind kind) {
    return TABLE.stream()
        .filter(row -> row.olderNameOf().equals(property.key()) && row.kinds().contains(kind));
  }

  private static <T> Property<T> add(Property<T> row) {
    TABLE.add(row);
    return row;
  }
}
