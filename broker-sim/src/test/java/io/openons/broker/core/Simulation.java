package io.openons.broker.core;

import io.openons.broker.core.SimulationModel.Fate;
import io.openons.broker.core.SimulationModel.Sent;
import io.openons.broker.core.SimulationModel.Subscription;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.session.ClientSession;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.GroupFlush;
import io.openons.broker.store.log.Retention;
import io.openons.broker.testing.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One broker, its store and its clients in one thread on a simulated clock: random steps that
 * follow from a seed, each compared with a {@link SimulationModel}. A seed gives the same run every
 * time.
 *
 * <p>As a program: {@code Simulation [--seeds N] [--seed S] [--steps K]} runs N seeds from S on,
 * each with {@link Hazards}.
 */
final class Simulation {
  /** What a run has to endure. */
  enum Hazards {
    /** The broker is killed and restarted, and the clock is set. */
    KILLS(false, false),
    /**
     * Also, the power is cut, between and within what the store does; retention deletes what is not
     * consumed; the disk fills up. The seed decides between both flush modes.
     */
    POWER_CUTS(true, false),
    /** As {@link #KILLS}, beside a {@link SharedGroup}. */
    KILLS_AND_MEMBERS(false, true),
    /** As {@link #POWER_CUTS}, beside a {@link SharedGroup}. */
    POWER_CUTS_AND_MEMBERS(true, true);

    private final boolean cutPower;
    private final boolean haveMembers;

    Hazards(boolean cutPower, boolean haveMembers) {
      this.cutPower = cutPower;
      this.haveMembers = haveMembers;
    }
  }

  /** Steps of a run. */
  static final int STEPS = 1500;

  private static final int TOPICS = 3;
  private static final int GROUPS = 3;
  private static final int CLIENTS = 3;
  private static final int SEGMENT = 256 << 10;
  private static final StoreOptions STORE =
      new StoreOptions(SEGMENT, FlushMode.ASYNC, Retention.DEFAULT, 1);
  private static final int SMALL_SEGMENT = 24 << 10;
  private static final double WATERMARK = 0.9;
  private static final int SHOWN_STEPS = 60;
  private static final int MAX_CHECKS = 3;
  private static final long MAX_DELAY = Duration.ofMinutes(40).toMillis();

  /** How long the broker may take to notice that the clock was set: until it loads timers again. */
  private static final long CLOCK_NOTICED = Duration.ofMinutes(11).toMillis();

  private static final Broker.Options OPTIONS =
      new Broker.Options(
          true,
          2,
          StartPosition.LATEST,
          new TransactionOptions(Duration.ofSeconds(6), Duration.ofSeconds(30), MAX_CHECKS));

  private static final List<String> TAGS = Arrays.asList("A", "B", "C", null);

  /** A delivery as its consumer knows it. */
  private record Held(Subscription subscription, Sent sent, String handle, String clientId) {}

  /** A take that waits for its answer. */
  private record Waiting(
      Subscription subscription, TakeRequest request, CompletableFuture<List<Delivery>> answer) {}

  /** A take whose answer its client did not see. */
  private record Lost(Subscription subscription, TakeRequest request) {}

  private final long seed;
  private final Hazards hazards;
  private final StoreOptions options;
  private final Random random;
  private final DataFolder folder;
  private final MemoryDisk disk = new MemoryDisk();
  private final SimulatedTime time = new SimulatedTime();
  private final Deque<String> trace = new ArrayDeque<>();
  private final GroupSettings[] groups = new GroupSettings[GROUPS];
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final SimulationModel model;
  private final SharedGroup shared;
  private final boolean[] connected = new boolean[CLIENTS * GROUPS];
  private final List<Held> held = new ArrayList<>();
  private final List<Held> arrived = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Lost> lost = new ArrayList<>();
  private final List<Sent> asked = new ArrayList<>();
  private final List<Runnable> answered = new ArrayList<>();
  private boolean calling;
  private final long[] lettersSeen = new long[GROUPS];
  private final Unforced unforced = new Unforced();
  private final StoredMessages stored = new StoredMessages();
  private final List<Integer> topicIds = new ArrayList<>();
  private Journal journal;
  private Broker broker;
  private SimulatedTime.Life life;
  private AssertionError failure;
  private int step;
  private int messages;
  private int attempts;
  private int lostMessages;
  private long roundBegan;
  private long clockSetAt = -CLOCK_NOTICED;
  private long clockSetBack;

  Simulation(long seed, Hazards hazards, DataFolder folder) {
    this.seed = seed;
    this.hazards = hazards;
    // The first choices from seeds that are near to each other are the same.
    this.random = new Random(!hazards.cutPower ? seed : seed * 0x9E3779B97F4A7C15L);
    this.options = !hazards.cutPower ? STORE : harsh();
    this.folder = folder;
    for (int group = 0; group < GROUPS; group++) {
      groups[group] = settings(group);
    }
    for (int group = 0; group < GROUPS; group++) {
      for (int topic = 0; topic < TOPICS; topic++) {
        if (random.nextInt(4) > 0) {
          subscriptions.add(subscription(group, topic));
        }
      }
    }
    if (subscriptions.isEmpty()) {
      subscriptions.add(subscription(0, 0));
    }
    model =
        new SimulationModel(
            subscriptions, groups, time, clientId -> broker.clients().isAlive(clientId));
    shared =
        new SharedGroup(
            new Random(seed),
            time,
            new SharedWorld(),
            IntStream.range(0, TOPICS).mapToObj(Simulation::topic).toList());
  }

  /** What the members of the shared group see. */
  private final class SharedWorld implements SharedGroup.World {
    @Override
    public Broker broker() {
      return broker;
    }

    @Override
    public <T> T answer(CompletableFuture<T> asked) {
      return Simulation.this.answer(asked);
    }

    @Override
    public long clockSetBack() {
      return clockSetBack;
    }

    @Override
    public List<StoredMessage> content(ResourceName topic, int queue) {
      return Simulation.this.content(topic, queue, 0);
    }

    @Override
    public void note(String what, Object... details) {
      Simulation.this.note(what, details);
    }
  }

  private StoreOptions harsh() {
    Retention retention =
        random.nextBoolean()
            ? Retention.DEFAULT
            : new Retention(Retention.DEFAULT.age(), (2L + random.nextInt(4)) * SMALL_SEGMENT);
    FlushMode mode = random.nextBoolean() ? FlushMode.SYNC : FlushMode.ASYNC;
    return new StoreOptions(SMALL_SEGMENT, mode, retention, WATERMARK);
  }

  private Subscription subscription(int group, int topic) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Subscription(
              group,
              topic,
              TagFilter.parse("A || B"),
              message -> "A".equals(message.tag()) || "B".equals(message.tag()));
      case 1 ->
          new Subscription(
              group,
              topic,
              SqlFilter.parse("n BETWEEN 2 AND 8 AND (TAGS IS NULL OR TAGS <> 'A')"),
              message -> {
                int n = Integer.parseInt(message.properties().get("n"));
                return n >= 2 && n <= 8 && !"A".equals(message.tag());
              });
      default -> new Subscription(group, topic, TagFilter.parse("*"), message -> true);
    };
  }

  /** The second group consumes in order. */
  private GroupSettings settings(int group) {
    return new GroupSettings(group == 1, 1 + random.nextInt(5), List.of(Duration.ofSeconds(1)));
  }

  /** Runs the steps and returns what happened in one line. */
  String run(int steps) {
    try {
      start();
      for (int topic = 0; topic < TOPICS; topic++) {
        Topic made =
            broker
                .administration()
                .topics()
                .set(topic(topic), TopicSettings.open(1 + random.nextInt(3)));
        topicIds.add(made.id());
      }
      for (Subscription subscription : subscriptions) {
        broker
            .administration()
            .groups()
            .set(group(subscription.group()), groups[subscription.group()]);
        broker.subscribe(group(subscription.group()), topic(subscription.topic()));
      }
      if (hazards.haveMembers) {
        shared.begin();
      }
      // From here on a power cut may come.
      flush();
      for (step = 1; step <= steps; step++) {
        if (!hazards.cutPower || !endure()) {
          step();
        }
        settle();
        if (hazards.haveMembers) {
          shared.step();
        }
      }
      finish();
      if (hazards.haveMembers) {
        shared.end(() -> pass(Duration.ofHours(1).toMillis()));
        shared.checkComplete(model.all());
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed %d with %s failed at step %d of %d: %s%nlast steps:%n%s"
              .formatted(seed, hazards, step, steps, e, lastSteps()),
          e);
    } finally {
      if (life != null) {
        life.end();
      }
    }
    return "seed %d with %s: %d messages, %d deliveries, %d repeated answers, %d dead letters, %d lost, %d retired"
        .formatted(
            seed,
            hazards,
            messages,
            model.deliveries,
            model.repeats,
            model.deadLetters,
            lostMessages,
            model.all().stream().filter(sent -> sent.retired).count());
  }

  /** Returns the last steps, one a line. */
  String lastSteps() {
    return String.join("\n", trace);
  }

  private void note(String what, Object... details) {
    if (trace.size() == SHOWN_STEPS) {
      trace.removeFirst();
    }
    trace.add("%5d %d %s".formatted(step, time.millis(), what.formatted(details)));
  }

  private void start() {
    open();
    lead();
  }

  private void open() {
    journal = Journal.open(folder, disk, options, time);
    life =
        time
        .new Life(
            () -> {
              seeDeadLetters();
              model.clientsAreChecked();
              roundBegan = journal.end();
            },
            () -> {
              seeDeadLetters();
              model.stored(roundBegan, journal.end());
              if (!hazards.cutPower) {
                model.durable(journal.end());
              }
            });
    broker = Broker.open(journal, OPTIONS, time, life, BrokerListener.NONE);
  }

  private void lead() {
    shared.restarted();
    if (hazards.cutPower) {
      // A start forces what it found, and not what it then stores.
      durable();
    }
    broker.lead();
    life.lastIsHousekeeping();
    if (hazards.cutPower) {
      flushLater();
      keepHouseLater();
    }
    for (int client = 0; client < connected.length; client++) {
      connected[client] = connected[client] && random.nextBoolean();
      if (connected[client]) {
        broker.clients().opened(new Session(clientId(client)));
      }
    }
  }

  /** A client as the broker sees it. */
  private final class Session implements ClientSession {
    private final String clientId;

    Session(String clientId) {
      this.clientId = clientId;
    }

    @Override
    public String clientId() {
      return clientId;
    }

    @Override
    public boolean check(Topic topic, String transactionId, String producerGroup, Message half) {
      Sent sent = model.sent(half.id());
      // Its sender may not know it.
      sent.handle = transactionId;
      model.asked(sent, MAX_CHECKS);
      unforced.changed(journal.end(), () -> sent.questions--);
      asked.add(sent);
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Session session && session.clientId.equals(clientId);
    }

    @Override
    public int hashCode() {
      return clientId.hashCode();
    }
  }

  private void step() {
    int choice = random.nextInt(1000);
    if ((choice -= 280) < 0) {
      publish();
    } else if ((choice -= 230) < 0) {
      take();
    } else if ((choice -= 220) < 0) {
      acknowledge();
    } else if ((choice -= 70) < 0) {
      changeLease();
    } else if ((choice -= 10) < 0) {
      bury();
    } else if ((choice -= 20) < 0) {
      recall();
    } else if ((choice -= 35) < 0) {
      decide();
    } else if ((choice -= 20) < 0) {
      repeatLost();
    } else if ((choice -= 10) < 0) {
      cancel();
    } else if ((choice -= 20) < 0) {
      client();
    } else if ((choice -= 4) < 0) {
      grow();
    } else if ((choice -= 4) < 0) {
      changeGroup();
    } else if ((choice -= 4) < 0) {
      note("checkpoint");
      journal.checkpoint();
    } else if ((choice -= 3) < 0) {
      setClock();
    } else if ((choice -= 5) < 0) {
      restart(false);
    } else if ((choice -= 7) < 0) {
      restart(true);
    } else {
      pass(random.nextInt(20) == 0 ? random.nextInt(900_000) : random.nextInt(8_000));
    }
  }

  /** Compares what became known during a step. */
  private void settle() {
    if (failure != null) {
      throw failure;
    }
    seeDeadLetters();
    // Who was answered first depends on things that a seed does not decide.
    arrived.sort(
        Comparator.<Held>comparingInt(delivery -> delivery.subscription().group())
            .thenComparingInt(delivery -> delivery.sent().number));
    held.addAll(arrived);
    arrived.clear();
    waiting.removeIf(take -> take.answer().isDone());
  }

  private void seeDeadLetters() {
    for (int group = 0; group < GROUPS; group++) {
      for (StoredMessage letter : content(group(group).deadLetters(), 0, lettersSeen[group])) {
        lettersSeen[group]++;
        model.deadLetter(group, letter.message());
      }
    }
  }

  // ---- producers

  private void publish() {
    int topic = random.nextInt(TOPICS);
    List<Submission> outgoing = new ArrayList<>();
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      outgoing.add(new Submission(message(), null));
    }
    calling = true;
    long before = journal.end();
    List<PublishResult> results = answer(broker.publish(topic(topic), "producer", outgoing));
    for (int i = 0; i < results.size(); i++) {
      PublishResult result = results.get(i);
      Message message = outgoing.get(i).message();
      SimulationModel.check(result.refusal() == null, "refused: %s", result);
      Fate fate = Fate.STORED;
      String handle = null;
      if (result.transactionId() != null) {
        fate = Fate.OPEN;
        handle = result.transactionId();
      } else if (result.recallHandle() != null) {
        fate = Fate.DELAYED;
        handle = result.recallHandle();
      }
      Sent sent = new Sent(messages - results.size() + i, topic, message, fate, handle);
      sent.storedFrom = before;
      sent.storedTo = journal.end();
      model.sent(sent);
      note(
          "sent %s %s to topic %d key %s due %d",
          sent, message.kind(), topic, message.shardingKey(), message.deliveryTime());
    }
    compareAnswered();
  }

  private Message message() {
    int number = messages++;
    MessageKind kind =
        switch (random.nextInt(10)) {
          case 0, 1 -> MessageKind.DELAY;
          case 2 -> MessageKind.TRANSACTION;
          case 3, 4, 5 -> MessageKind.FIFO;
          default -> MessageKind.NORMAL;
        };
    long delay =
        random.nextInt(3) == 0 ? random.nextInt((int) MAX_DELAY) : random.nextInt(20_000) - 1000;
    return new Message(
        "m" + number,
        kind,
        pick(TAGS),
        List.of(),
        Map.of("n", String.valueOf(random.nextInt(10))),
        kind == MessageKind.FIFO ? "k" + random.nextInt(4) : null,
        kind == MessageKind.DELAY ? time.millis() + delay : 0,
        Message.BodyEncoding.IDENTITY,
        1,
        "host",
        null,
        null,
        ByteBuffer.wrap(("body " + number).getBytes(StandardCharsets.UTF_8)));
  }

  private void recall() {
    List<Sent> candidates = new ArrayList<>(model.withFate(Fate.DELAYED));
    model.withFate(Fate.WITHDRAWN).stream()
        .filter(sent -> sent.message.kind() == MessageKind.DELAY)
        .forEach(candidates::add);
    candidates.removeIf(sent -> sent.handle == null);
    if (candidates.isEmpty()) {
      return;
    }
    Sent sent = pick(candidates);
    boolean accepted =
        isAccepted(Reason.BAD_REQUEST, () -> answer(broker.recall(topic(sent.topic), sent.handle)));
    note("recall of %s: %s", sent, accepted);
    model.recalled(sent, accepted);
    if (accepted) {
      unforced.changed(journal.end(), () -> sent.fate = Fate.DELAYED);
    }
    compareAnswered();
  }

  private void decide() {
    List<Sent> candidates =
        random.nextInt(10) == 0 || asked.isEmpty()
            ? model.withFate(Fate.OPEN).stream().filter(sent -> sent.handle != null).toList()
            : asked;
    if (candidates.isEmpty()) {
      return;
    }
    Sent sent = pick(candidates);
    boolean commit = random.nextInt(3) > 0;
    boolean wasOpen = sent.fate == Fate.OPEN;
    boolean accepted =
        isAccepted(
            Reason.INVALID_TRANSACTION_ID,
            () -> answer(broker.endTransaction(topic(sent.topic), sent.handle, commit)));
    note("%s of %s: %s", commit ? "commit" : "rollback", sent, accepted);
    if (wasOpen || random.nextBoolean()) {
      asked.remove(sent);
    }
    model.ended(sent, commit, accepted);
    if (accepted) {
      unforced.changed(journal.end(), () -> sent.fate = Fate.OPEN);
    }
    compareAnswered();
  }

  // ---- consumers

  private void take() {
    Subscription subscription = pick(subscriptions);
    boolean waits = random.nextInt(4) == 0;
    String clientId = clientId(subscription.group() * CLIENTS + random.nextInt(CLIENTS));
    int most = 1 + random.nextInt(8);
    Duration lease = Duration.ofMillis(10_000 + random.nextInt(50_000));
    boolean renews = random.nextInt(4) == 0;
    take(
        subscription,
        new TakeRequest(
            group(subscription.group()),
            topic(subscription.topic()),
            clientId,
            subscription.filter(),
            most,
            renews ? Duration.ZERO : lease,
            renews,
            waits ? Duration.ofMillis(1 + random.nextInt(20_000)) : Duration.ZERO,
            random.nextBoolean() ? "attempt-" + attempts++ : null));
  }

  private void take(Subscription subscription, TakeRequest request) {
    CompletableFuture<List<Delivery>> answer = broker.take(request);
    seeDeadLetters();
    if (!answer.isDone()) {
      note(
          "%s waits for group %d topic %d",
          request.clientId(), subscription.group(), subscription.topic());
      waiting.add(new Waiting(subscription, request, answer));
      SimulatedTime.Life asker = life;
      answer.thenAccept(batch -> answered(asker, subscription, request, batch));
      return;
    }
    List<Delivery> batch = answer.join();
    boolean repeated = model.delivered(subscription, request, batch);
    if (!repeated && batch.size() < request.maxMessages()) {
      model.nothingLeft(subscription, batch.size());
    }
    int fate = random.nextInt(10);
    if (fate == 0 && request.attemptId() != null) {
      noteTake("answer lost", subscription, request, batch);
      lost.add(new Lost(subscription, request));
    } else if (fate == 1) {
      noteTake("given back", subscription, request, batch);
      model.givenBack(subscription, batch);
      broker.giveBack(batch);
    } else {
      noteTake("took", subscription, request, batch);
      received(subscription, request, batch);
    }
  }

  private void noteTake(
      String what, Subscription subscription, TakeRequest request, List<Delivery> batch) {
    note(
        "%s: %s of group %d topic %d max %d, attempt id %s: %s",
        what,
        request.clientId(),
        subscription.group(),
        subscription.topic(),
        request.maxMessages(),
        request.attemptId(),
        batch.stream()
            .map(delivery -> delivery.stored().message().id() + "#" + delivery.attempt())
            .toList());
  }

  /** A waiting take was answered, inside of some call of the broker's. */
  private void answered(
      SimulatedTime.Life asker,
      Subscription subscription,
      TakeRequest request,
      List<Delivery> batch) {
    if (asker != life || batch.isEmpty()) {
      return;
    }
    Runnable compare =
        () -> {
          seeDeadLetters();
          model.delivered(subscription, request, batch);
          noteTake("was answered", subscription, request, batch);
          received(subscription, request, batch);
        };
    if (calling) {
      answered.add(compare);
      return;
    }
    try {
      compare.run();
    } catch (AssertionError e) {
      // The broker, which called, must not be the one to handle it.
      failure = e;
    }
  }

  /** The model knows what a call did, so it can judge what followed from it for others. */
  private void compareAnswered() {
    calling = false;
    answered.forEach(Runnable::run);
    answered.clear();
  }

  private void received(Subscription subscription, TakeRequest request, List<Delivery> batch) {
    for (Delivery delivery : batch) {
      arrived.add(
          new Held(
              subscription,
              model.sent(delivery.stored().message().id()),
              delivery.receiptHandle(),
              request.clientId()));
    }
  }

  private void acknowledge() {
    for (int count = 1 + random.nextInt(3); count > 0 && !held.isEmpty(); count--) {
      acknowledge(takeHeld());
    }
  }

  private void acknowledge(Held delivery) {
    Subscription subscription = delivery.subscription();
    boolean accepted =
        isAccepted(
            Reason.INVALID_RECEIPT_HANDLE,
            () ->
                broker.acknowledge(
                    group(subscription.group()), topic(subscription.topic()), delivery.handle()));
    note(
        "ack of %s in group %d by %s: %s",
        delivery.sent(), subscription.group(), delivery.clientId(), accepted);
    model.acknowledged(subscription, delivery.sent(), delivery.handle(), accepted);
    compareAnswered();
  }

  private void changeLease() {
    if (held.isEmpty()) {
      return;
    }
    Held delivery = takeHeld();
    Subscription subscription = delivery.subscription();
    long lease = random.nextInt(3) == 0 ? 0 : random.nextInt(60_000);
    boolean suspend = random.nextInt(4) == 0;
    List<String> changed = new ArrayList<>();
    boolean accepted =
        isAccepted(
            Reason.INVALID_RECEIPT_HANDLE,
            () ->
                changed.add(
                    broker.changeLease(
                        group(subscription.group()),
                        topic(subscription.topic()),
                        delivery.handle(),
                        Duration.ofMillis(lease),
                        suspend)));
    note(
        "lease of %s in group %d by %s set to %d ms, suspend %s: %s",
        delivery.sent(), subscription.group(), delivery.clientId(), lease, suspend, accepted);
    String handle = accepted ? changed.get(0) : null;
    model.leaseChanged(subscription, delivery.sent(), delivery.handle(), handle, lease, suspend);
    compareAnswered();
    if (accepted && random.nextBoolean()) {
      held.add(new Held(subscription, delivery.sent(), handle, delivery.clientId()));
    }
  }

  private void bury() {
    if (held.isEmpty()) {
      return;
    }
    Held delivery = takeHeld();
    Subscription subscription = delivery.subscription();
    boolean accepted =
        isAccepted(
            Reason.INVALID_RECEIPT_HANDLE,
            () ->
                broker.bury(
                    group(subscription.group()), topic(subscription.topic()), delivery.handle()));
    note("burial of %s in group %d: %s", delivery.sent(), subscription.group(), accepted);
    model.buried(subscription, delivery.sent(), delivery.handle(), accepted);
    if (accepted) {
      StoredMessage letter =
          content(group(subscription.group()).deadLetters(), 0, lettersSeen[subscription.group()])
              .get(0);
      SimulationModel.check(
          letter.message().id().equals(delivery.sent().message.id()),
          "%s was buried, the dead letter is %s",
          delivery.sent(),
          letter);
      lettersSeen[subscription.group()]++;
    }
    compareAnswered();
  }

  private void repeatLost() {
    if (!lost.isEmpty()) {
      Lost take = lost.remove(random.nextInt(lost.size()));
      note("repeats %s", take.request().attemptId());
      take(take.subscription(), take.request());
    }
  }

  private void cancel() {
    if (!waiting.isEmpty()) {
      Waiting take = waiting.remove(random.nextInt(waiting.size()));
      note("%s waits no longer", take.request().clientId());
      take.answer().cancel(false);
    }
  }

  private void client() {
    int client = random.nextInt(connected.length);
    String clientId = clientId(client);
    switch (random.nextInt(4)) {
      case 0 -> {
        note("%s dies", clientId);
        held.removeIf(delivery -> delivery.clientId().equals(clientId));
        disconnect(client);
      }
      case 1 -> {
        note("%s ends", clientId);
        disconnect(client);
        model.released(clientId);
        calling = true;
        broker.clients().terminated(clientId);
        compareAnswered();
      }
      default -> {
        note("%s connects", clientId);
        if (!connected[client]) {
          connected[client] = true;
          broker.clients().opened(new Session(clientId));
        }
      }
    }
  }

  /** A client's calls end with its connection. */
  private void disconnect(int client) {
    waiting.stream()
        .filter(take -> take.request().clientId().equals(clientId(client)))
        .forEach(take -> take.answer().cancel(false));
    if (connected[client]) {
      connected[client] = false;
      broker.clients().closed(new Session(clientId(client)));
    }
  }

  // ---- the broker and the world around it

  private void grow() {
    int topic = random.nextInt(TOPICS);
    int queues = queues(topic) + 1;
    note("topic %d has %d queues", topic, queues);
    broker.administration().topics().set(topic(topic), TopicSettings.open(queues));
  }

  private void changeGroup() {
    int group = random.nextInt(GROUPS);
    GroupSettings before = groups[group];
    GroupSettings changed = settings(group);
    note("group %d: %d attempts", group, changed.maxAttempts());
    broker.administration().groups().set(group(group), changed);
    model.settings(group, changed);
    unforced.changed(journal.end(), () -> model.settings(group, before));
  }

  private void setClock() {
    long by = random.nextInt(600_000) - 300_000;
    note("clock set by %d ms", by);
    model.clockIsSet();
    time.setClockBy(by);
    clockSetAt = time.passed();
    clockSetBack += Math.max(0, -by);
  }

  private void restart(boolean kill) {
    note(kill ? "kill" : "restart");
    life.end();
    if (!kill) {
      long before = journal.end();
      broker.close();
      journal.close();
      model.stored(before, journal.end());
    }
    waiting.clear();
    // No broker starts at once, and the handles of each are its own because of that.
    time.pass(1);
    model.restarted();
    start();
  }

  // ---- the store and its disk

  /** Returns whether something happened to the store. */
  private boolean endure() {
    int choice = random.nextInt(1000);
    if ((choice -= 8) < 0) {
      cutPower();
    } else if ((choice -= 12) < 0) {
      keepHouse();
    } else if ((choice -= 3) < 0) {
      fillDisk();
    } else {
      return false;
    }
    return true;
  }

  /** Returns an answer, for which the broker may have to flush. */
  private <T> T answer(CompletableFuture<T> asked) {
    if (!asked.isDone()) {
      flush();
    }
    return asked.join();
  }

  private void flush() {
    journal.flush();
    durable();
  }

  private void durable() {
    unforced.durable(journal.end());
    model.durable(journal.end());
  }

  private void flushLater() {
    if (options.flushMode() == FlushMode.ASYNC) {
      life.after(
          GroupFlush.ASYNC_INTERVAL.toMillis(),
          () -> {
            flush();
            flushLater();
          });
    }
  }

  private void keepHouseLater() {
    life.after(
        Journal.HOUSEKEEPING_INTERVAL.toMillis(),
        () -> {
          keepHouse();
          keepHouseLater();
        });
  }

  private void keepHouse() {
    stored.look(journal, topicIds);
    journal.keepHouse();
    durable();
    retire();
  }

  private void retire() {
    stored.lookForRetired(journal);
    for (Sent sent : model.all()) {
      if (!sent.retired && stored.isRetired(sent.message.id())) {
        note("%s is deleted", sent);
        sent.retired = true;
      }
    }
  }

  /** Above the watermark sends are refused, and nothing else is. */
  private void fillDisk() {
    note("the disk is full");
    disk.setFree(0.05);
    pass(2 * Limits.HOUSEKEEPING_INTERVAL.toMillis());
    int topic = random.nextInt(TOPICS);
    boolean accepted =
        isAccepted(
            Reason.TOO_MANY_REQUESTS,
            () ->
                broker.publish(topic(topic), "producer", List.of(new Submission(message(), null))));
    SimulationModel.check(!accepted, "a message was accepted above the watermark");
    compareAnswered();
    take();
    acknowledge();
    decide();
    disk.setFree(1);
    pass(2 * Limits.HOUSEKEEPING_INTERVAL.toMillis());
  }

  private void cutPower() {
    stored.look(journal, topicIds);
    // Their answers go the way of the connections.
    waiting.forEach(take -> take.answer().cancel(false));
    waiting.clear();
    if (random.nextBoolean()) {
      disk.cutPowerAfter(random.nextInt(20), random);
    }
    int topic = random.nextInt(TOPICS);
    List<Submission> unanswered = new ArrayList<>();
    long before = journal.end();
    switch (random.nextInt(4)) {
      case 0 -> {
        unanswered.add(new Submission(message(), null));
        unanswered.add(new Submission(message(), null));
        broker.publish(topic(topic), "producer", unanswered);
      }
      case 1 -> journal.checkpoint();
      case 2 -> journal.keepHouse();
      default -> {}
    }
    disk.cutPower(random);
    life.end();
    time.pass(1);
    open();
    long left = journal.end();
    note("power cut: the log was durable to %d, and is left to %d", unforced.durable(), left);
    SimulationModel.check(left >= unforced.durable(), "what was durable is gone");
    afterPowerCut(left);
    shared.powerWasCut();
    for (Submission submission : unanswered) {
      Message message = submission.message();
      Fate fate = stored.fate(message.id());
      if (fate != null) {
        int number = Integer.parseInt(message.id().substring(1));
        Sent sent = new Sent(number, topic, message, fate, null);
        sent.storedFrom = before;
        sent.storedTo = left;
        model.sent(sent);
      }
    }
    lead();
    for (Subscription subscription : subscriptions) {
      checkNotAhead(subscription);
    }
  }

  private void afterPowerCut(long left) {
    stored.lookAgain(journal, topicIds);
    unforced.undoAfter(left);
    model.powerWasCut(left);
    for (Sent lost : stored.lost(model.all(), unforced.durable())) {
      note("%s is lost", lost);
      lostMessages++;
      model.lost(lost);
      asked.remove(lost);
    }
    for (Sent sent : model.all()) {
      boolean isCommitted = sent.fate == Fate.OPEN && stored.fate(sent.message.id()) == Fate.STORED;
      sent.fate = isCommitted ? Fate.STORED : sent.fate;
    }
    retire();
    for (int group = 0; group < GROUPS; group++) {
      lettersSeen[group] = Math.min(lettersSeen[group], end(group(group).deadLetters(), 0));
    }
    model.restarted();
  }

  private void checkNotAhead(Subscription subscription) {
    ResourceName topic = topic(subscription.topic());
    for (int queue = 0; queue < queues(subscription.topic()); queue++) {
      long end = broker.endOffset(topic, queue);
      long committed;
      try {
        committed = broker.committedOffset(group(subscription.group()), topic, queue);
      } catch (BrokerException notBegun) {
        SimulationModel.check(notBegun.reason() == Reason.OFFSET_NOT_FOUND, "%s", notBegun);
        continue;
      }
      SimulationModel.check(
          committed <= end, "%s is at %d of %d of queue %d", subscription, committed, end, queue);
    }
  }

  private void pass(long millis) {
    note("%d ms pass", millis);
    time.pass(millis);
    if (time.passed() - clockSetAt > CLOCK_NOTICED) {
      for (int topic = 0; topic < TOPICS; topic++) {
        long stored = 0;
        for (int queue = 0; queue < queues(topic); queue++) {
          stored += broker.endOffset(topic(topic), queue);
        }
        if (stored != model.expectedIn(topic)) {
          model.checkContent(topic, content(topic));
        }
      }
    }
  }

  /** Lets everything come to its end: nothing is lost, nothing is left. */
  private void finish() {
    for (int client = 0; client < connected.length; client++) {
      disconnect(client);
      model.released(clientId(client));
      broker.clients().terminated(clientId(client));
      settle();
    }
    held.clear();
    pass(MAX_DELAY + clockSetBack + CLOCK_NOTICED);
    settle();
    boolean more = true;
    for (int round = 0; more && round < 1000; round++) {
      more = false;
      for (Subscription subscription : subscriptions) {
        TakeRequest request =
            new TakeRequest(
                group(subscription.group()),
                topic(subscription.topic()),
                "last",
                subscription.filter(),
                Limits.MAX_RECEIVE_MESSAGES,
                Duration.ofSeconds(10),
                false,
                Duration.ZERO,
                null);
        List<Delivery> batch = broker.take(request).join();
        seeDeadLetters();
        model.delivered(subscription, request, batch);
        received(subscription, request, batch);
        settle();
        more |= !batch.isEmpty();
        while (!held.isEmpty()) {
          acknowledge(held.remove(0));
        }
      }
    }
    model.checkComplete();
    for (int topic = 0; topic < TOPICS; topic++) {
      model.checkContent(topic, content(topic));
    }
  }

  private List<StoredMessage> content(int topic) {
    List<StoredMessage> content = new ArrayList<>();
    for (int queue = 0; queue < queues(topic); queue++) {
      content.addAll(content(topic(topic), queue, 0));
    }
    return content;
  }

  /** Returns the messages of a queue from an offset on; none when there is no such topic yet. */
  private List<StoredMessage> content(ResourceName topic, int queue, long from) {
    List<StoredMessage> content = new ArrayList<>();
    try {
      long end = broker.endOffset(topic, queue);
      for (long next = Math.max(from, broker.beginOffset(topic, queue)); next < end; ) {
        ReadResult read =
            broker
                .read(
                    new ReadRequest(
                        group(0),
                        topic,
                        queue,
                        next,
                        TagFilter.parse("*"),
                        Limits.MAX_RECEIVE_MESSAGES,
                        Duration.ZERO))
                .join();
        content.addAll(read.messages());
        next = read.nextOffset();
      }
    } catch (BrokerException e) {
      SimulationModel.check(e.reason() == Reason.TOPIC_NOT_FOUND, "unreadable: %s", e);
    }
    return content;
  }

  /** Returns where a queue ends; 0 when there is no such topic yet. */
  private long end(ResourceName topic, int queue) {
    try {
      return broker.endOffset(topic, queue);
    } catch (BrokerException e) {
      SimulationModel.check(e.reason() == Reason.TOPIC_NOT_FOUND, "no end: %s", e);
      return 0;
    }
  }

  private boolean isAccepted(Reason refusal, Runnable call) {
    calling = true;
    try {
      call.run();
      return true;
    } catch (BrokerException e) {
      SimulationModel.check(e.reason() == refusal, "refused for another reason: %s", e);
      return false;
    }
  }

  private Held takeHeld() {
    return held.remove(random.nextInt(held.size()));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private int queues(int topic) {
    return broker.topic(topic(topic)).queues();
  }

  private static ResourceName topic(int topic) {
    return new ResourceName("", "topic-" + topic);
  }

  private static ResourceName group(int group) {
    return new ResourceName("", "GID_" + group);
  }

  private static String clientId(int client) {
    return "client-" + client;
  }

  /** Runs seeds until one fails, which ends the process with 1 and says how to run it again. */
  public static void main(String[] args) throws IOException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    long seeds = 1000;
    List<Hazards> all = List.of(Hazards.values());
    long first = System.nanoTime();
    int steps = STEPS;
    try {
      for (int i = 0; i < args.length; i += 2) {
        long value = Long.parseLong(args[i + 1]);
        switch (args[i]) {
          case "--seeds" -> seeds = value;
          case "--seed" -> first = value;
          case "--steps" -> steps = Math.toIntExact(value);
          case "--hazards" -> all = List.of(Hazards.values()[Math.toIntExact(value)]);
          default -> throw new IllegalArgumentException(args[i]);
        }
      }
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      System.err.println("usage: simulate [--seeds N] [--seed S] [--steps K]: " + e.getMessage());
      System.exit(2);
    }
    Path path = Files.createTempDirectory("openons-simulation");
    int status = 0;
    try (DataFolder folder = DataFolder.open(path)) {
      long begin = System.nanoTime();
      for (long seed = first; seed < first + seeds; seed++) {
        for (Hazards hazards : all) {
          System.out.println(new Simulation(seed, hazards, folder).run(steps));
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf("%,.0f steps a second%n", seeds * all.size() * steps / seconds);
    } catch (AssertionError e) {
      System.out.println(e.getMessage());
      System.out.println("again: --seeds 1 --seed " + e.getMessage().split(" ")[1]);
      status = 1;
    } finally {
      new NioDisk().deleteFolder(path);
    }
    System.exit(status);
  }
}
