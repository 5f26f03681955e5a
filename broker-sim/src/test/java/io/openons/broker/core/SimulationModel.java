package io.openons.broker.core;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a broker promises, in the simplest words: for each group and message whether it is consumed,
 * who holds it until when, and how often it was delivered. It is told everything that is asked of
 * the broker and everything that the broker answers, and fails when the two do not fit.
 *
 * <p>What a group did since its progress was stored last is forgotten by a kill, and so does the
 * model; a power cut takes the model back to what the log still holds.
 */
final class SimulationModel {
  /** What became of a message on its way into its topic. */
  enum Fate {
    /** It is in its topic. */
    STORED,
    /** It waits for its delivery time. */
    DELAYED,
    /** Its transaction is not decided. */
    OPEN,
    /** It was recalled or rolled back. */
    WITHDRAWN
  }

  /** A message that the broker accepted. */
  static final class Sent {
    final int number;
    final int topic;
    final Message message;
    Fate fate;
    String handle;
    int questions;
    boolean wasDue;

    /** Where the log was before and after the message was stored. */
    long storedFrom;

    long storedTo;

    /** Whether retention deleted it. */
    boolean retired;

    /** Whether a power cut took it. */
    boolean lost;

    Sent(int number, int topic, Message message, Fate fate, String handle) {
      this.number = number;
      this.topic = topic;
      this.message = message;
      this.fate = fate;
      this.handle = handle;
    }

    @Override
    public String toString() {
      return "m" + number;
    }
  }

  /** What a group wants of a topic. */
  record Subscription(int group, int topic, Filter filter, Predicate<Message> wanted) {}

  private enum Status {
    NEW,
    BEGUN,
    CONSUMED,
    DEAD
  }

  /** How far one group is with one message. */
  private static final class State implements Cloneable {
    Status status = Status.NEW;
    int attempt;
    long end;

    /** Whether the lease has ended once, though the clock or its holder may say otherwise since. */
    boolean ended;

    boolean renewed;
    long renewUntil;

    /** Whether the lease is older than the broker's last start, so that nobody renews it. */
    boolean restored;

    /** Whether the clock was set since the lease began. */
    boolean clockWasSet;

    String clientId;
    String attemptKey;
    String handle;

    State copy() {
      try {
        return (State) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    /** The broker began anew: nobody knows whether the holder of a lease saw it. */
    void restore(long now) {
      // Between the lives of a broker the clock is all that there is.
      ended |= clockWasSet && status == Status.BEGUN;
      if (status == Status.BEGUN && renewed) {
        long latest = now + Limits.AUTO_RENEW_LEASE.toMillis();
        end = Math.min(end, latest);
        // When it was renewed last is not known, but its end is near.
        ended |= end <= now;
        restored = true;
        renewUntil = Math.min(renewUntil, ended ? latest : end);
      }
    }

    boolean isFinished() {
      return status == Status.CONSUMED || status == Status.DEAD;
    }

    @Override
    public String toString() {
      return "%s, attempt %d, held by %s until %d%s, handle %s"
          .formatted(status, attempt, clientId, end, renewed ? " renewed" : "", handle);
    }
  }

  private static final class Entry {
    final Subscription subscription;
    final Sent sent;
    State state = new State();
    State stored = state.copy();
    boolean changed;

    /** What a power cut may have left instead of the state; null when that is known. */
    State alternative;

    /** What no power cut takes. */
    State durable = state.copy();

    /** What was stored after that. */
    final Deque<Version> versions = new ArrayDeque<>();

    Entry(Subscription subscription, Sent sent) {
      this.subscription = subscription;
      this.sent = sent;
    }

    @Override
    public String toString() {
      return "%s of topic %d for group %d (%s)"
          .formatted(sent, sent.topic, subscription.group, state);
    }
  }

  /** What was stored of an entry between two positions of the log. */
  private record Version(long from, long to, State state) {}

  private record Lane(int group, int topic, String shardingKey) {}

  private final List<Subscription> subscriptions;
  private final GroupSettings[] groups;
  private final SimulatedTime time;
  private final Predicate<String> isAlive;
  private final Map<String, Sent> byId = new LinkedHashMap<>();
  private final Map<Subscription, Map<String, Entry>> entries = new LinkedHashMap<>();
  private final Map<Lane, List<Entry>> lanes = new HashMap<>();
  private final List<Entry> changed = new ArrayList<>();

  /** Those of which a power cut may take what was stored. */
  private final Set<Entry> unforced = new HashSet<>();

  int deliveries;
  int deadLetters;
  int repeats;

  SimulationModel(
      List<Subscription> subscriptions,
      GroupSettings[] groups,
      SimulatedTime time,
      Predicate<String> isAlive) {
    this.subscriptions = subscriptions;
    this.groups = groups;
    this.time = time;
    this.isAlive = isAlive;
    subscriptions.forEach(subscription -> entries.put(subscription, new LinkedHashMap<>()));
  }

  void settings(int group, GroupSettings settings) {
    groups[group] = settings;
  }

  /** The clock is about to be set: what is over until now may stay so. */
  void clockIsSet() {
    byId.values().forEach(sent -> sent.wasDue |= isDueNow(sent));
    forAll(
        entry -> {
          entry.state.clockWasSet = true;
          entry.stored.clockWasSet = true;
          entry.durable.clockWasSet = true;
          entry.versions.forEach(version -> version.state.clockWasSet = true);
          if (entry.alternative != null) {
            entry.alternative.clockWasSet = true;
          }
        });
  }

  // ---- producers

  void sent(Sent sent) {
    byId.put(sent.message.id(), sent);
    for (Subscription subscription : subscriptions) {
      if (subscription.topic == sent.topic && subscription.wanted.test(sent.message)) {
        Entry entry = new Entry(subscription, sent);
        entries.get(subscription).put(sent.message.id(), entry);
        if (sent.message.shardingKey() != null) {
          lanes.computeIfAbsent(lane(entry), absent -> new ArrayList<>()).add(entry);
        }
      }
    }
  }

  private static Lane lane(Entry entry) {
    return new Lane(entry.subscription.group, entry.sent.topic, entry.sent.message.shardingKey());
  }

  Sent sent(String messageId) {
    return byId.get(messageId);
  }

  List<Sent> withFate(Fate fate) {
    return byId.values().stream().filter(sent -> sent.fate == fate).toList();
  }

  /** Says whether a delayed message's time has come since it was sent, by what the clock said. */
  private boolean isDue(Sent sent) {
    return sent.wasDue || isDueNow(sent);
  }

  private boolean isDueNow(Sent sent) {
    return sent.message.deliveryTime() <= time.millis();
  }

  /** A recall was answered. */
  void recalled(Sent sent, boolean accepted) {
    if (accepted) {
      check(sent.fate == Fate.DELAYED, "%s was recalled, though it is %s", sent, sent.fate);
      sent.fate = Fate.WITHDRAWN;
    } else {
      check(
          sent.fate != Fate.DELAYED || isDue(sent),
          "%s could not be recalled before its time",
          sent);
    }
  }

  /** A decision was answered. */
  void ended(Sent sent, boolean commit, boolean accepted) {
    check(
        accepted == (sent.fate == Fate.OPEN),
        "a decision about %s, which is %s, was %s",
        sent,
        sent.fate,
        accepted ? "accepted" : "refused");
    if (accepted) {
      sent.fate = commit ? Fate.STORED : Fate.WITHDRAWN;
    }
  }

  /** A producer was asked about a transaction. */
  void asked(Sent sent, int maxChecks) {
    check(sent.fate == Fate.OPEN, "%s is %s and was asked for", sent, sent.fate);
    sent.questions++;
    check(sent.questions <= maxChecks, "%s was asked for %d times", sent, sent.questions);
  }

  // ---- consumers

  /** A take was answered with messages. Returns whether they repeat a lost answer. */
  boolean delivered(Subscription subscription, TakeRequest request, List<Delivery> batch) {
    boolean repeated = false;
    Set<Entry> inBatch = new HashSet<>();
    for (Delivery delivery : batch) {
      Message message = delivery.stored().message();
      Entry entry = entries.get(subscription).get(message.id());
      check(entry != null, "group %d got %s unwanted", subscription.group, message.id());
      check(inBatch.add(entry), "%s is twice in a batch", entry);
      checkMayBeDelivered(entry.sent);
      checkOrder(entry, inBatch);
      String handle = delivery.receiptHandle();
      boolean isOld = entry.alternative != null && handle.equals(entry.alternative.handle);
      choose(
          entry,
          true,
          left ->
              !left.isFinished()
                  && (isOld
                      ? handle.equals(left.handle)
                      : delivery.attempt() == left.attempt + 1 && (isFree(left) || left.ended)));
      State state = entry.state;
      check(!state.isFinished(), "delivered again: %s", entry);
      if (delivery.receiptHandle().equals(state.handle)) {
        check(
            state.attemptKey != null && state.attemptKey.equals(attemptKey(request)),
            "delivered under the handle of another request: %s",
            entry);
        check(delivery.attempt() == state.attempt, "counted a repeated delivery: %s", entry);
        repeated = true;
      } else {
        check(!repeated, "repeated and other deliveries in one batch: %s", entry);
        checkIsFree(entry);
        check(
            delivery.attempt() == state.attempt + 1,
            "delivered as attempt %d: %s",
            delivery.attempt(),
            entry);
        check(
            delivery.attempt() <= groups[subscription.group].maxAttempts(),
            "delivered too often: %s",
            entry);
      }
      state = change(entry);
      state.status = Status.BEGUN;
      state.attempt = delivery.attempt();
      state.handle = delivery.receiptHandle();
      state.clientId = request.clientId();
      state.attemptKey = attemptKey(request);
      state.renewed = request.autoRenew();
      state.end =
          time.passed() + (state.renewed ? Limits.AUTO_RENEW_LEASE : request.lease()).toMillis();
      state.ended = false;
      state.restored = false;
      state.clockWasSet = false;
      state.renewUntil = time.passed() + Limits.MAX_AUTO_RENEW.toMillis();
      deliveries++;
    }
    if (repeated) {
      repeats++;
    }
    return repeated;
  }

  private void checkMayBeDelivered(Sent sent) {
    boolean mayBe = sent.fate == Fate.STORED || sent.fate == Fate.DELAYED && isDue(sent);
    check(mayBe, "%s was delivered, though it is %s", sent, sent.fate);
    check(!sent.retired, "%s was delivered, though it was deleted", sent);
  }

  private void checkOrder(Entry entry, Set<Entry> inBatch) {
    boolean together = groups[entry.subscription.group].ordered();
    for (Entry before : lanes.getOrDefault(lane(entry), List.of())) {
      if (before == entry) {
        return;
      }
      if (before.sent.retired || together && inBatch.contains(before)) {
        continue;
      }
      choose(before, false, State::isFinished);
      check(before.state.isFinished(), "%s overtook %s", entry, before);
    }
  }

  private void checkIsFree(Entry entry) {
    State state = entry.state;
    check(isFree(state) || state.ended, "at %d delivered while leased: %s", time.passed(), entry);
  }

  private boolean isFree(State state) {
    return state.status == Status.NEW || time.passed() >= state.end && !isStillRenewed(state);
  }

  private boolean isStillRenewed(State state) {
    return state.renewed && time.passed() < state.renewUntil && isAlive.test(state.clientId);
  }

  private static String attemptKey(TakeRequest request) {
    return request.attemptId() == null ? null : request.clientId() + '/' + request.attemptId();
  }

  /** A take that could have had more was answered at once: nothing that was free may be left. */
  void nothingLeft(Subscription subscription, int taken) {
    for (Entry entry : entries.get(subscription).values()) {
      boolean isWaiting =
          entry.sent.fate == Fate.STORED
              && !entry.sent.retired
              && entry.alternative == null
              && !entry.state.isFinished()
              && entry.sent.message.shardingKey() == null
              && mustBeFree(entry.state);
      check(!isWaiting, "a take got %d messages, but not %s", taken, entry);
    }
  }

  private boolean mustBeFree(State state) {
    return state.restored
        ? !state.clockWasSet && time.passed() >= Math.max(state.end, state.renewUntil)
        : !state.renewed && !state.ended && isFree(state);
  }

  /** Says whether an acknowledgement, lease change or burial by a handle must be accepted. */
  private boolean isValid(State state, String handle) {
    return state.status == Status.BEGUN && handle.equals(state.handle) && !isFree(state);
  }

  /**
   * Says whether the answer depends on when the broker last looked for clients that are gone, or
   * comes from a clock that was set back.
   */
  private boolean isUnclear(State state, String handle) {
    return state.status == Status.BEGUN
        && handle.equals(state.handle)
        && (state.ended || state.renewed && !isAlive.test(state.clientId));
  }

  private Entry checkAnswer(
      Subscription subscription, Sent sent, String handle, boolean accepted, String what) {
    Entry entry = entries.get(subscription).get(sent.message.id());
    if (entry == null) {
      check(sent.lost && !accepted, "%s of %s, which is lost, was accepted", what, sent);
      return null;
    }
    Predicate<State> fits =
        state -> accepted == isValid(state, handle) || isUnclear(state, handle) || sent.retired;
    choose(entry, accepted, fits);
    check(
        fits.test(entry.state),
        "at %d %s by handle %s was %s: %s",
        time.passed(),
        what,
        handle,
        accepted ? "accepted" : "refused",
        entry);
    return accepted ? entry : null;
  }

  void acknowledged(Subscription subscription, Sent sent, String handle, boolean accepted) {
    Entry entry = checkAnswer(subscription, sent, handle, accepted, "an acknowledgement");
    if (entry != null) {
      finish(entry, Status.CONSUMED);
    }
  }

  void leaseChanged(
      Subscription subscription,
      Sent sent,
      String handle,
      String newHandle,
      long lease,
      boolean suspend) {
    Entry entry = checkAnswer(subscription, sent, handle, newHandle != null, "a lease change");
    if (entry != null) {
      State state = change(entry);
      letGo(state, time.passed() + lease);
      state.handle = newHandle;
      if (suspend) {
        state.attempt--;
      }
    }
  }

  void buried(Subscription subscription, Sent sent, String handle, boolean accepted) {
    Entry entry = checkAnswer(subscription, sent, handle, accepted, "a burial");
    if (entry != null) {
      finish(entry, Status.DEAD);
    }
  }

  void givenBack(Subscription subscription, List<Delivery> batch) {
    for (Delivery delivery : batch) {
      Entry entry = entries.get(subscription).get(delivery.stored().message().id());
      if (entry != null
          && entry.state.status == Status.BEGUN
          && delivery.receiptHandle().equals(entry.state.handle)) {
        State state = change(entry);
        letGo(state, time.passed());
        state.attempt--;
      }
    }
  }

  private static void letGo(State state, long end) {
    state.end = end;
    state.ended = false;
    state.renewed = false;
    state.restored = false;
    state.clientId = null;
    state.attemptKey = null;
  }

  private void finish(Entry entry, Status status) {
    change(entry).status = status;
  }

  /** A client is gone: what the broker renewed for it is free. */
  void released(String clientId) {
    forAll(
        entry -> {
          if (entry.alternative != null) {
            entry.state.ended |= clientId.equals(entry.state.clientId);
            entry.alternative.ended |= clientId.equals(entry.alternative.clientId);
          } else if (entry.state.status == Status.BEGUN
              && entry.state.renewed
              && clientId.equals(entry.state.clientId)) {
            boolean ended = entry.state.ended;
            letGo(change(entry), time.passed());
            entry.state.ended = ended;
          }
        });
  }

  /** The broker is about to look for clients that are gone, whose leases may end by that. */
  void clientsAreChecked() {
    Map<String, Boolean> alive = new HashMap<>();
    Predicate<State> isOfTheGone =
        state ->
            state.status == Status.BEGUN
                && state.renewed
                && !alive.computeIfAbsent(state.clientId, isAlive::test);
    forAll(
        entry -> {
          if (entry.alternative != null) {
            entry.state.ended |= isOfTheGone.test(entry.state);
            entry.alternative.ended |= isOfTheGone.test(entry.alternative);
          } else if (isOfTheGone.test(entry.state)) {
            change(entry).ended = true;
          }
        });
  }

  private void forAll(Consumer<Entry> action) {
    entries.values().forEach(map -> map.values().forEach(action));
  }

  /** A dead letter was found that nobody asked for. */
  void deadLetter(int group, Message letter) {
    deadLetters++;
    Sent sent = byId.get(letter.origin().messageId());
    Entry entry =
        subscriptions.stream()
            .filter(subscription -> subscription.group == group && subscription.topic == sent.topic)
            .map(subscription -> entries.get(subscription).get(sent.message.id()))
            .findFirst()
            .orElseThrow();
    check(letter.body().equals(sent.message.body()), "%s has another body as a dead letter", sent);
    choose(
        entry,
        true,
        state ->
            !state.isFinished()
                && state.attempt >= groups[group].maxAttempts()
                && (isFree(state) || state.ended));
    check(!entry.state.isFinished(), "a dead letter, though finished: %s", entry);
    check(
        entry.state.attempt >= groups[group].maxAttempts(),
        "a dead letter after fewer than %d attempts: %s",
        groups[group].maxAttempts(),
        entry);
    checkIsFree(entry);
    finish(entry, Status.DEAD);
  }

  // ---- the broker's lives

  private State change(Entry entry) {
    if (!entry.changed) {
      entry.changed = true;
      changed.add(entry);
    }
    return entry.state;
  }

  /** The broker stored all progress, between two positions of the log. */
  void stored(long from, long to) {
    for (Entry entry : changed) {
      entry.stored = entry.state.copy();
      entry.changed = false;
      entry.versions.add(new Version(from, to, entry.stored));
      unforced.add(entry);
    }
    changed.clear();
  }

  /** No power cut takes what is in the log before a position. */
  void durable(long position) {
    unforced.removeIf(
        entry -> {
          while (!entry.versions.isEmpty() && entry.versions.peek().to <= position) {
            entry.durable = entry.versions.remove().state;
          }
          return entry.versions.isEmpty();
        });
  }

  /** The broker began anew from what it had stored. */
  void restarted() {
    for (Entry entry : changed) {
      entry.state = entry.stored.copy();
      entry.changed = false;
    }
    changed.clear();
    forAll(
        entry -> {
          entry.state.restore(time.passed());
          entry.stored = entry.state.copy();
          if (entry.alternative != null) {
            entry.alternative.restore(time.passed());
          }
        });
  }

  // ---- what the disk lost

  /** A power cut left the log up to a position: what was stored behind it never was. */
  void powerWasCut(long position) {
    forAll(
        entry -> {
          State left = entry.durable;
          for (Version version : entry.versions) {
            if (version.to <= position) {
              left = version.state;
            } else if (version.from < position) {
              // Storing takes a record for each page, of which some are there.
              entry.alternative = version.state.copy();
            }
          }
          entry.versions.clear();
          entry.durable = left;
          entry.stored = left.copy();
          entry.state = left.copy();
          entry.changed = false;
        });
    changed.clear();
    unforced.clear();
  }

  /** Takes the alternative where only that fits with what the broker did. */
  private static void choose(Entry entry, boolean decides, Predicate<State> fits) {
    if (entry.alternative == null) {
      return;
    }
    boolean both = fits.test(entry.state) && fits.test(entry.alternative);
    if (both && !decides) {
      return;
    }
    if (!both && fits.test(entry.alternative)) {
      entry.state = entry.alternative;
      entry.stored = entry.state.copy();
      entry.durable = entry.state.copy();
    }
    entry.alternative = null;
  }

  /** A power cut took a message. */
  void lost(Sent sent) {
    sent.lost = true;
    byId.remove(sent.message.id());
    entries.values().forEach(map -> map.remove(sent.message.id()));
    lanes.values().forEach(lane -> lane.removeIf(entry -> entry.sent == sent));
    changed.removeIf(entry -> entry.sent == sent);
    unforced.removeIf(entry -> entry.sent == sent);
  }

  /** Returns everything that was sent and not lost. */
  List<Sent> all() {
    return List.copyOf(byId.values());
  }

  // ---- the end

  /** Everything had its time: every group must be done with every message that it wants. */
  void checkComplete() {
    forAll(
        entry -> {
          boolean isPromised = entry.sent.fate == Fate.STORED || entry.sent.fate == Fate.DELAYED;
          choose(entry, false, State::isFinished);
          check(!isPromised || entry.sent.retired || entry.state.isFinished(), "lost: %s", entry);
        });
  }

  /** Compares what is in a topic with what was sent to it. */
  void checkContent(int topic, List<StoredMessage> content) {
    Set<String> found = new HashSet<>();
    for (StoredMessage stored : content) {
      Sent sent = byId.get(stored.message().id());
      check(sent != null && sent.topic == topic, "nobody sent %s", stored);
      check(found.add(sent.message.id()), "%s is stored twice", sent);
      checkMayBeDelivered(sent);
      check(stored.message().body().equals(sent.message.body()), "%s has another body", sent);
    }
    for (Sent sent : byId.values()) {
      boolean isMissing =
          isExpectedIn(topic, sent) && !sent.retired && !found.contains(sent.message.id());
      check(!isMissing, "%s due %d is not stored", sent, sent.message.deliveryTime());
    }
  }

  /** Returns how many messages a topic must have by now. */
  long expectedIn(int topic) {
    return byId.values().stream().filter(sent -> isExpectedIn(topic, sent)).count();
  }

  private boolean isExpectedIn(int topic, Sent sent) {
    return sent.topic == topic
        && (sent.fate == Fate.STORED || sent.fate == Fate.DELAYED && isDueNow(sent));
  }

  static void check(boolean holds, String what, Object... details) {
    if (!holds) {
      throw new AssertionError(what.formatted(details));
    }
  }
}
