package io.openons.broker;

import io.openons.broker.server.net.CallFaults;
import io.openons.broker.store.disk.Disk;
import io.openons.proto.v2.MessagingServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Faults that a test orders from a broker: of calls, and of the disk.
 *
 * <pre>{@code
 * Faults faults = new Faults();
 * OnsBroker.builder().faults(faults).start();
 * faults.calls("SendMessage").topic("orders").times(2).refuse("TOO_MANY_REQUESTS");
 * }</pre>
 *
 * <p>Faults of calls meet those of gRPC, by their names in {@code apache.rocketmq.v2}, but for the
 * stream of telemetry. Of several that fit a call the one ordered first counts. Safe on any thread.
 */
public final class Faults {
  /** Faults that are ordered at a time. */
  private static final int MOST = 1000;

  private static final Set<String> METHODS =
      MessagingServiceGrpc.getServiceDescriptor().getMethods().stream()
          .filter(method -> method.getType().clientSendsOneMessage())
          .map(method -> method.getBareMethodName())
          .collect(Collectors.toCollection(TreeSet::new));

  private final List<Fault> ordered = new CopyOnWriteArrayList<>();
  private final DiskFaults disk = new DiskFaults();
  private final AtomicInteger ids = new AtomicInteger();

  /** Makes faults, of which none is ordered. */
  public Faults() {}

  /**
   * Begins a fault of calls.
   *
   * @param methods names of calls, such as {@code SendMessage}, {@code ReceiveMessage}, {@code
   *     AckMessage} or {@code EndTransaction}; none for all
   * @throws IllegalArgumentException when there is no such call
   */
  public Fault calls(String... methods) {
    Set<String> chosen = Set.copyOf(List.of(methods));
    for (String method : chosen) {
      if (!METHODS.contains(method)) {
        throw new IllegalArgumentException(
            "there is no call '%s'; these are: %s".formatted(method, String.join(", ", METHODS)));
      }
    }
    return new Fault(this, ids.incrementAndGet(), chosen);
  }

  /**
   * Fills the disk: what is written fails as on a disk without room, and sends are refused, until
   * {@link #healDisk()}.
   */
  public void fillDisk() {
    disk.fill();
  }

  /**
   * Slows the disk down, until {@link #healDisk()}.
   *
   * @param flush how long each flush of a file takes longer, up to a minute of the system's time
   */
  public void slowDisk(Duration flush) {
    if (flush.isNegative() || flush.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "flushes that take %s longer; 0 to 1 minute".formatted(flush));
    }
    disk.slow(flush);
  }

  /** The disk has room and is fast again. */
  public void healDisk() {
    disk.heal();
  }

  /** Ends all faults. */
  public void clear() {
    ordered.clear();
    healDisk();
  }

  void add(Fault fault) {
    if (ordered.size() >= MOST) {
      throw new IllegalStateException("%d faults are ordered; clear some first".formatted(MOST));
    }
    ordered.add(fault);
  }

  /** Returns the fault with a number. */
  Fault find(int id) {
    return ordered.stream()
        .filter(fault -> fault.id() == id)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("fault %d is not ordered, or ended".formatted(id)));
  }

  void remove(Fault fault) {
    ordered.remove(fault);
  }

  /** Returns what the server asks for each call. */
  CallFaults ofCalls() {
    return call -> {
      for (Fault fault : ordered) {
        CallFaults.Effect effect = fault.meet(call);
        if (effect != null) {
          return effect;
        }
      }
      return null;
    };
  }

  /** Returns the disk of the broker. */
  Disk disk() {
    return disk;
  }

  /** Sets what measures the room of the disk, which is done at once when it changes. */
  void whenDiskChanges(Runnable measure) {
    disk.whenChanged(measure);
  }
}
