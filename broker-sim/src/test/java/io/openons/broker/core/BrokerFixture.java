package io.openons.broker.core;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.send.OpenTransaction;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.session.ClientSession;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A broker on a real folder and a virtual clock, which can be restarted and killed. */
public final class BrokerFixture implements AutoCloseable {
  static final ResourceName TOPIC = new ResourceName("", "orders");
  static final ResourceName GROUP = new ResourceName("", "GID_shop");
  static final Broker.Options OPTIONS =
      new Broker.Options(true, 4, StartPosition.LATEST, TransactionOptions.DEFAULT);

  static final StoreOptions STORE =
      new StoreOptions(16 << 20, FlushMode.ASYNC, Retention.DEFAULT, 1);

  final VirtualTime time = new VirtualTime();
  private final List<String> asked = new ArrayList<>();
  private final Path folder;
  private final Duration housekeeping;
  private final Broker.Options options;
  private final StoreOptions store;
  private final Disk disk;
  private DataFolder data;
  private Journal journal;
  private Broker broker;

  BrokerFixture(Path folder) {
    this(folder, OPTIONS);
  }

  BrokerFixture(Path folder, Broker.Options options) {
    this(folder, options, STORE, new NioDisk());
  }

  /** For tests that let months pass. */
  BrokerFixture(Path folder, Duration housekeeping) {
    this(folder, OPTIONS, STORE, new NioDisk(), housekeeping);
  }

  BrokerFixture(Path folder, Broker.Options options, StoreOptions store, Disk disk) {
    this(folder, options, store, disk, Limits.HOUSEKEEPING_INTERVAL);
  }

  private BrokerFixture(
      Path folder, Broker.Options options, StoreOptions store, Disk disk, Duration housekeeping) {
    this.housekeeping = housekeeping;
    this.folder = folder;
    this.options = options;
    this.store = store;
    this.disk = disk;
    start();
  }

  void start() {
    data = DataFolder.open(folder);
    journal = Journal.open(data, disk, store, time);
    broker = Broker.open(journal, options, time, time, housekeeping);
    broker.lead();
  }

  Broker broker() {
    return broker;
  }

  Journal journal() {
    return journal;
  }

  /** A session of a client that can be asked, and writes down what it is asked. */
  public record TestSession(
      String clientId, Set<String> producerGroups, String owner, List<String> asked)
      implements ClientSession {
    public TestSession(String clientId) {
      this(clientId, Set.of(), new ArrayList<>());
    }

    public TestSession(String clientId, Set<String> producerGroups, List<String> asked) {
      this(clientId, producerGroups, null, asked);
    }

    @Override
    public boolean check(Topic topic, String transactionId, String producerGroup, Message half) {
      asked.add(clientId + " " + transactionId);
      return true;
    }
  }

  /** Connects a client. */
  void connect(String clientId) {
    broker.clients().opened(new TestSession(clientId, Set.of(), asked));
  }

  /** Ends a connection of a client. */
  void disconnect(String clientId) {
    broker.clients().closed(new TestSession(clientId, Set.of(), asked));
  }

  /** Returns the questions for transactions, as client id and transaction. */
  List<String> asked() {
    return asked;
  }

  /** Returns the ids of the transactions that are set aside. */
  List<String> setAside() {
    return broker.administration().transactions().setAside(PageRequest.first(1000)).items().stream()
        .map(OpenTransaction::id)
        .toList();
  }

  /** Ends the broker in good order and starts it again. */
  void restart() {
    close();
    start();
  }

  /** Starts the broker again with nothing but what the operating system had of its files. */
  void kill() {
    time.dropPlanned();
    data.close();
    start();
  }

  @Override
  public void close() {
    broker.close();
    journal.close();
    data.close();
  }

  /** Sends many messages, in requests of a thousand. */
  void sendMany(int count) {
    for (int begin = 0; begin < count; begin += 1000) {
      broker
          .publish(
              TOPIC,
              "producer",
              IntStream.range(begin, Math.min(count, begin + 1000))
                  .mapToObj(i -> new Submission(message(null, "m" + i), null))
                  .toList())
          .join();
    }
  }

  void send(String... bodies) {
    for (String body : bodies) {
      sendTagged(null, body);
    }
  }

  void sendTagged(String tag, String body) {
    publish(message(tag, body));
  }

  void sendOrdered(String shardingKey, String body) {
    publish(message(MessageKind.FIFO, shardingKey, 0, body));
  }

  PublishResult sendDelayed(Duration delay, String body) {
    return publish(message(MessageKind.DELAY, null, time.millis() + delay.toMillis(), body));
  }

  /** Sends a half message and returns the id of its transaction. */
  String sendHalf(String clientId, String body) {
    Submission half = new Submission(message(MessageKind.TRANSACTION, null, 0, body), null);
    return broker.publish(TOPIC, clientId, List.of(half)).join().get(0).transactionId();
  }

  private PublishResult publish(Message message) {
    PublishResult result =
        broker.publish(TOPIC, "producer", List.of(new Submission(message, null))).join().get(0);
    if (result.refusal() != null) {
      throw result.refusal();
    }
    return result;
  }

  public static Message message(String tag, String body) {
    return message(MessageKind.NORMAL, tag, null, 0, body);
  }

  public static Message message(
      MessageKind kind, String shardingKey, long deliveryTime, String body) {
    return message(kind, null, shardingKey, deliveryTime, body);
  }

  private static Message message(
      MessageKind kind, String tag, String shardingKey, long deliveryTime, String body) {
    return new Message(
        "id-" + Integer.toHexString(body.hashCode()),
        kind,
        tag,
        List.of(),
        Map.of(),
        shardingKey,
        deliveryTime,
        Message.BodyEncoding.IDENTITY,
        1,
        "host",
        null,
        null,
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** A take of up to 32 messages that does not wait, with a lease of 30 s. */
  static TakeRequest take() {
    return new TakeRequest(
        GROUP,
        TOPIC,
        "client",
        TagFilter.parse("*"),
        32,
        Duration.ofSeconds(30),
        false,
        Duration.ZERO,
        null);
  }

  /** The same by another group, with a lease of 10 minutes. */
  static TakeRequest by(ResourceName group) {
    return new TakeRequest(
        group,
        TOPIC,
        "client of " + group,
        TagFilter.parse("*"),
        32,
        Duration.ofMinutes(10),
        false,
        Duration.ZERO,
        null);
  }

  static TakeRequest waiting(Duration waitTime) {
    TakeRequest take = take();
    return new TakeRequest(
        GROUP, TOPIC, "client", take.filter(), 32, take.lease(), false, waitTime, null);
  }

  static TakeRequest filtered(String expression) {
    return filtered(TagFilter.parse(expression));
  }

  static TakeRequest filtered(Filter filter) {
    TakeRequest take = take();
    return new TakeRequest(
        GROUP, TOPIC, "client", filter, 32, take.lease(), false, Duration.ZERO, null);
  }

  static TakeRequest renewed(String clientId, String attemptId) {
    return renewed(clientId, Duration.ZERO, attemptId);
  }

  static TakeRequest waitingRenewed(String clientId, Duration waitTime) {
    return renewed(clientId, waitTime, null);
  }

  private static TakeRequest renewed(String clientId, Duration waitTime, String attemptId) {
    return new TakeRequest(
        GROUP, TOPIC, clientId, TagFilter.parse("*"), 32, Duration.ZERO, true, waitTime, attemptId);
  }

  List<Delivery> takeNow(TakeRequest request) {
    CompletableFuture<List<Delivery>> taken = broker.take(request);
    if (!taken.isDone()) {
      throw new AssertionError("the take waits");
    }
    return taken.join();
  }

  List<Delivery> takeNow() {
    return takeNow(take());
  }

  void acknowledge(Delivery delivery) {
    broker.acknowledge(GROUP, TOPIC, delivery.receiptHandle());
  }

  static List<String> bodies(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> body(delivery.stored())).toList();
  }

  static String body(StoredMessage stored) {
    return StandardCharsets.UTF_8.decode(stored.message().body().duplicate()).toString();
  }
}
