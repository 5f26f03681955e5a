package io.openons.broker;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.server.http.access.BrowserGuard;
import io.openons.broker.server.http.access.Sessions;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Json;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.http.call.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets tests of other languages control a broker: its clock, faults, restarts, and what is in it.
 * Served below {@value #ROOT} to those who may administer, when {@link BrokerSetting#TESTING} says
 * so. docs/testing.md has the calls.
 */
final class TestingService implements Service {
  static final String ROOT = "/testing/v1/";

  private static final int MOST_MESSAGES = 1000;

  private record State(String time, long timeMillis, boolean turned, int starts) {}

  private record Turn(Long advanceMillis) {}

  private record Disk(boolean full, Long slowMillis) {}

  private record Ordered(int id) {}

  private record Hits(int hits) {}

  private record GroupOrder(String name, Integer maxAttempts, List<Long> backoffMillis) {}

  private record Idle(boolean idle) {}

  private record Messages(List<MessageJson> messages) {}

  /** A message; its body is in Base64. */
  private record MessageJson(
      String topic,
      int queue,
      long offset,
      String id,
      String tag,
      List<String> keys,
      Map<String, String> properties,
      String shardingKey,
      Long deliveryTimeMillis,
      long storeTimeMillis,
      byte[] body) {
    static MessageJson of(StoredMessage message) {
      return new MessageJson(
          message.topic(),
          message.queue(),
          message.offset(),
          message.id(),
          message.tag(),
          message.keys(),
          message.properties(),
          message.shardingKey(),
          message.deliveryTime() == null ? null : message.deliveryTime().toEpochMilli(),
          message.storeTime().toEpochMilli(),
          message.body());
    }
  }

  private final OnsBroker broker;
  private final Faults faults;
  private final TurnableClock clock;
  private final BrowserGuard guard;
  private final Sessions sessions;
  private final Workers workers;
  private final Map<String, Function<Request, Answer>> calls;

  /**
   * Makes the service.
   *
   * @param clock null when the time is the system's
   */
  TestingService(
      OnsBroker broker,
      Faults faults,
      TurnableClock clock,
      BrowserGuard guard,
      Sessions sessions,
      Workers workers) {
    this.broker = broker;
    this.faults = faults;
    this.clock = clock;
    this.guard = guard;
    this.sessions = sessions;
    this.workers = workers;
    this.calls =
        Map.of(
            "GET state", request -> state(),
            "POST clock", this::turn,
            "POST faults", this::order,
            "GET faults", this::hits,
            "DELETE faults", request -> clear(),
            "POST disk", this::disk,
            "GET messages", this::messages,
            "POST groups", this::configureGroup,
            "GET idle", request -> ok(new Idle(broker.isIdle(parameter(request, "group")))),
            "POST restart", request -> restart());
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT);
  }

  @Override
  public CompletableFuture<Answer> answer(Request request) {
    return workers.run(() -> CompletableFuture.completedFuture(onWorker(request)));
  }

  private Answer onWorker(Request request) {
    guard.check(request);
    sessions.require(sessions.of(request), AdminRole.FULL);
    String name = request.method() + " " + request.path().substring(ROOT.length());
    Function<Request, Answer> call = calls.get(name);
    if (call == null) {
      throw new Problem(
          HttpResponseStatus.NOT_FOUND,
          "not-found",
          "there is no call '%s' below %s; these are: %s"
              .formatted(name, ROOT, calls.keySet().stream().sorted().toList()));
    }
    try {
      return call.apply(request);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Problem.badRequest(e.getMessage());
    }
  }

  private static Answer ok(Object value) {
    return Answer.json(HttpResponseStatus.OK, value);
  }

  private static String parameter(Request request, String name) {
    List<String> values = request.query().getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw Problem.badRequest("the parameter '%s' must be there once".formatted(name));
    }
    return values.get(0);
  }

  private Answer state() {
    Instant now = (clock == null ? InstantSource.system() : clock).instant();
    return ok(new State(now.toString(), now.toEpochMilli(), clock != null, broker.starts()));
  }

  private Answer turn(Request request) {
    Turn turn = Json.read(request.body(), Turn.class);
    if (clock == null) {
      throw Problem.badRequest(
          "the broker goes by the system's time; start it with --testing turned");
    }
    if (turn.advanceMillis() == null) {
      throw Problem.badRequest("a turn of the clock needs advanceMillis");
    }
    clock.advance(Duration.ofMillis(turn.advanceMillis()));
    return state();
  }

  private Answer order(Request request) {
    Fault fault = Json.read(request.body(), FaultOrder.class).orderFrom(faults);
    return ok(new Ordered(fault.id()));
  }

  private Answer hits(Request request) {
    return ok(new Hits(faults.find(Integer.parseInt(parameter(request, "id"))).hits()));
  }

  private Answer configureGroup(Request request) {
    GroupOrder group = Json.read(request.body(), GroupOrder.class);
    if (group.name() == null || group.maxAttempts() == null || group.backoffMillis() == null) {
      throw Problem.badRequest("a group needs name, maxAttempts and backoffMillis");
    }
    List<Duration> backoff = group.backoffMillis().stream().map(Duration::ofMillis).toList();
    broker.configureGroup(group.name(), new GroupSettings(false, group.maxAttempts(), backoff));
    return Answer.nothing();
  }

  private Answer clear() {
    faults.clear();
    return Answer.nothing();
  }

  private Answer disk(Request request) {
    Disk disk = Json.read(request.body(), Disk.class);
    faults.healDisk();
    if (disk.slowMillis() != null) {
      faults.slowDisk(Duration.ofMillis(disk.slowMillis()));
    }
    if (disk.full()) {
      faults.fillDisk();
    }
    return Answer.nothing();
  }

  private Answer messages(Request request) {
    return ok(
        new Messages(
            broker.messages(parameter(request, "topic"), MOST_MESSAGES).stream()
                .map(MessageJson::of)
                .toList()));
  }

  /** The restart may end the connection before the answer is out; more starts tell its end. */
  private Answer restart() {
    Thread thread = new Thread(broker::restart, "ons-restart");
    thread.setDaemon(true);
    thread.start();
    return Answer.nothing();
  }
}
