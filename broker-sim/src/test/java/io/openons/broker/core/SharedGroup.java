package io.openons.broker.core;

import static io.openons.broker.core.SimulationModel.check;

import io.openons.broker.core.SimulationModel.Fate;
import io.openons.broker.core.SimulationModel.Sent;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.member.Member;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One group of a {@link Simulation} whose members do as clients of the remoting protocol do: each
 * takes its share of the queues, locks it, reads on where the group is, stores the offsets that it
 * reached now and then, and sends back what it fails on. In between, the group goes to a client
 * that takes messages under leases, and comes back.
 *
 * <p>Promises: no two members handle a queue at once; clients of one kind keep out those of the
 * other; a message that was sent back comes again, at its time and with its deliveries counted; in
 * the end every message was handled or is a dead letter.
 */
final class SharedGroup {
  private static final ResourceName NAME = new ResourceName("", "GID_shared");
  private static final String TAKER = "taker";
  private static final int MEMBERS = 3;
  private static final int MOST_DELIVERIES = 3;
  private static final Filter ALL = TagFilter.parse("*");

  /** How long a member relies on a lock; the broker keeps it for twice that time. */
  private static final long BELIEF = Duration.ofSeconds(30).toMillis();

  /** Delay levels, as clients count them from 1 on. */
  private static final List<Duration> LEVELS =
      Stream.of(1, 5, 10, 30, 60, 120, 600).map(Duration::ofSeconds).toList();

  /** What the members need from the simulation around them. */
  interface World {
    Broker broker();

    /** Returns an answer, for which the broker may have to flush. */
    <T> T answer(CompletableFuture<T> asked);

    /** Returns by how much the clock was set back, all in all. */
    long clockSetBack();

    List<StoredMessage> content(ResourceName topic, int queue);

    void note(String what, Object... details);
  }

  private record Queue(ResourceName topic, int number) {}

  /** A member, as its program sees itself. */
  private final class Program implements Member {
    private final String id;
    private final Map<Queue, Long> positions = new LinkedHashMap<>();
    private final Map<Queue, Long> locked = new HashMap<>();
    private boolean isThere;

    Program(String id) {
      this.id = id;
    }

    @Override
    public String clientId() {
      return id;
    }

    @Override
    public void changed(ResourceName group) {}

    /** Returns whether the broker let it in. */
    boolean join() {
      Map<ResourceName, Filter> wants = new HashMap<>();
      topics.forEach(topic -> wants.put(topic, ALL));
      wants.put(NAME.redeliveries(), ALL);
      isThere =
          isLetIn(
              () ->
                  world
                      .broker()
                      .join(NAME, new Membership(this, true, StartPosition.EARLIEST, wants)));
      world.note("%s joins: %s", id, isThere);
      return isThere;
    }

    /** Its process ends at once, and with it what it knew; its locks stay. */
    void die() {
      world.note("%s dies", id);
      disconnect();
      positions.clear();
      world.broker().members().leave(NAME, this);
    }

    private void disconnect() {
      isThere = false;
      locked.clear();
    }

    /** Gives up the queues of others and takes its own, as far as it gets their locks. */
    void share() {
      List<String> ids = world.broker().members().clientIds(NAME).stream().sorted().toList();
      int count = 0;
      for (Queue queue : queues()) {
        boolean isMine = ids.get(count++ % ids.size()).equals(id);
        if (!isMine && positions.containsKey(queue)) {
          commit(queue);
          positions.remove(queue);
          locked.remove(queue);
          world.broker().queueLocks().unlock(NAME, queue.topic, queue.number, id);
        }
        if (isMine && world.broker().queueLocks().lock(NAME, queue.topic, queue.number, id)) {
          locked.put(queue, time.passed() + BELIEF);
          positions.computeIfAbsent(queue, mine -> begin(mine));
        }
      }
      world.note("%s has %s", id, positions);
    }

    private boolean handles(Queue queue) {
      return locked.getOrDefault(queue, 0L) > time.passed();
    }

    /** Returns whether there was something to read. */
    boolean read(boolean fails) {
      boolean found = false;
      for (Queue queue : List.copyOf(positions.keySet())) {
        found |= handles(queue) && read(queue, fails);
      }
      return found;
    }

    private boolean read(Queue queue, boolean fails) {
      for (Program other : programs) {
        check(other == this || !other.handles(queue), "%s and %s handle %s", id, other.id, queue);
      }
      // What is not consumed may be deleted by now.
      long from =
          Math.max(positions.get(queue), world.broker().beginOffset(queue.topic, queue.number));
      int most = 1 + random.nextInt(8);
      ReadResult result =
          world.answer(
              world
                  .broker()
                  .read(
                      new ReadRequest(
                          NAME, queue.topic, queue.number, from, ALL, most, Duration.ZERO)));
      for (StoredMessage stored : result.messages()) {
        arrived(stored.message());
        if (fails && random.nextInt(6) == 0) {
          sendBack(stored);
        } else {
          handled.add(idOf(stored.message()));
        }
      }
      positions.put(queue, result.nextOffset());
      return result.nextOffset() > from;
    }

    private void sendBack(StoredMessage stored) {
      Duration delay = random.nextInt(3) == 0 ? null : LEVELS.get(random.nextInt(LEVELS.size()));
      world.answer(world.broker().redeliver(NAME, stored.position(), delay, MOST_DELIVERIES, id));
      world.note("%s sends %s back for %s", id, stored.message().id(), delay);
      // Those that a power cut took do no harm: it is an upper bound.
      sentBack.merge(idOf(stored.message()), 1, Integer::sum);
    }

    void commit() {
      List.copyOf(positions.keySet()).forEach(this::commit);
    }

    private void commit(Queue queue) {
      world.broker().moveOffset(NAME, queue.topic, queue.number, positions.get(queue));
    }
  }

  private final Random random;
  private final SimulatedTime time;
  private final World world;
  private final List<ResourceName> topics;
  private final List<Program> programs = new ArrayList<>();
  private final Set<String> handled = new HashSet<>();
  private final Map<String, Integer> sentBack = new TreeMap<>();
  private boolean takes;

  SharedGroup(Random random, SimulatedTime time, World world, List<ResourceName> topics) {
    this.random = random;
    this.time = time;
    this.world = world;
    this.topics = topics;
    for (int i = 0; i < MEMBERS; i++) {
      programs.add(new Program("member-" + i));
    }
  }

  /** The group begins at the begin of the topics, which have no messages yet. */
  void begin() {
    world
        .broker()
        .administration()
        .groups()
        .set(NAME, new GroupSettings(false, 16, List.of(Duration.ofSeconds(1))));
    programs.get(0).join();
    programs.get(0).die();
  }

  void step() {
    Program one = programs.get(random.nextInt(MEMBERS));
    int chance = random.nextInt(100);
    if (chance < 3) {
      programs.stream().filter(program -> program.isThere).forEach(Program::die);
    } else if (chance < 15) {
      take();
    } else if (chance < 20) {
      leave();
    } else if (!one.isThere) {
      one.join();
    } else if (chance < 25) {
      one.die();
    } else if (chance < 55) {
      one.share();
    } else if (chance < 85) {
      one.read(true);
    } else {
      one.commit();
    }
  }

  /** The broker began anew: members come back, and read on where they were. */
  void restarted() {
    programs.forEach(Program::disconnect);
  }

  /** What members had read may be gone, and other messages may get these offsets. */
  void powerWasCut() {
    programs.forEach(program -> program.positions.clear());
  }

  // ---- the other kind of clients

  private void take() {
    ResourceName topic = topics.get(random.nextInt(topics.size()));
    TakeRequest request =
        new TakeRequest(
            NAME,
            topic,
            TAKER,
            ALL,
            1 + random.nextInt(8),
            Duration.ofSeconds(10 + random.nextInt(50)),
            false,
            Duration.ZERO,
            null);
    List<Delivery> taken = new ArrayList<>();
    boolean letIn =
        isLetIn(() -> taken.addAll(world.answer(world.broker().takeWithRedeliveries(request))));
    world.note("%s is let in: %s, takes %d of %s", TAKER, letIn, taken.size(), topic);
    boolean shares = programs.stream().anyMatch(program -> program.isThere);
    check(letIn != shares, "a take was let in: %s; members share: %s", letIn, shares);
    takes |= letIn;
    for (Delivery delivery : taken) {
      arrived(delivery.stored().message());
      if (random.nextInt(4) > 0) {
        world.broker().acknowledge(NAME, delivery.topic(), delivery.receiptHandle());
        handled.add(idOf(delivery.stored().message()));
      }
    }
  }

  private void leave() {
    if (takes) {
      world.note("%s leaves", TAKER);
      takes = false;
      world.broker().clients().terminated(TAKER);
    }
  }

  private boolean isLetIn(Runnable call) {
    try {
      call.run();
      return true;
    } catch (BrokerException refusal) {
      check(refusal.reason() == Reason.GROUP_IN_USE, "refused for another reason: %s", refusal);
      return false;
    }
  }

  // ---- messages

  private List<Queue> queues() {
    List<Queue> queues = new ArrayList<>();
    for (ResourceName topic : topics) {
      addQueues(queues, topic, world.broker().topic(topic).queues());
    }
    addQueues(queues, NAME.redeliveries(), world.broker().redeliveries(NAME).queues());
    return queues;
  }

  private static void addQueues(List<Queue> queues, ResourceName topic, int count) {
    for (int queue = 0; queue < count; queue++) {
      queues.add(new Queue(topic, queue));
    }
  }

  /** Where a member begins to read; in a queue that is new to the group, at its first message. */
  private long begin(Queue queue) {
    try {
      return world.broker().committedOffset(NAME, queue.topic, queue.number);
    } catch (BrokerException notBegun) {
      check(notBegun.reason() == Reason.OFFSET_NOT_FOUND, "no offset: %s", notBegun);
      return world.broker().beginOffset(queue.topic, queue.number);
    }
  }

  private static String idOf(Message message) {
    return message.origin() == null ? message.id() : message.origin().messageId();
  }

  private void arrived(Message message) {
    String id = idOf(message);
    int most = sentBack.getOrDefault(id, 0);
    check(message.deliveries() <= most, "%s was sent back %d times, not %s", id, most, message);
    check(
        message.deliveryTime() <= time.millis() + world.clockSetBack(),
        "%s comes before its time",
        message);
  }

  // ---- the end

  /** Nobody comes any more but one member, which fails on nothing. */
  void end(Runnable longTime) {
    leave();
    programs.stream().filter(program -> program.isThere).forEach(Program::die);
    longTime.run();
    Program last = programs.get(0);
    check(last.join(), "nobody takes messages, and a member is refused");
    boolean more = true;
    for (int round = 0; more && round < 10_000; round++) {
      last.share();
      more = last.read(false);
    }
    check(!more, "a queue has no end");
    last.commit();
  }

  /** Every message that is there must have come, and be handled or a dead letter. */
  void checkComplete(List<Sent> all) {
    Set<String> dead = new HashSet<>();
    world.content(NAME.deadLetters(), 0).forEach(letter -> dead.add(idOf(letter.message())));
    for (Sent sent : all) {
      boolean isPromised = sent.fate == Fate.STORED || sent.fate == Fate.DELAYED;
      String id = sent.message.id();
      check(
          !isPromised || sent.retired || handled.contains(id) || dead.contains(id),
          "no member was given %s",
          sent);
    }
  }
}
