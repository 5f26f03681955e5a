package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.Administration;
import io.openons.broker.core.admin.view.QueueView;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.server.http.admin.request.BodyForm;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.EventStream;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Workers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The messages of a topic as they come, as server-sent events. */
final class TailRoutes {
  /** Readers at a time. Ours. */
  private static final int MOST = 64;

  private static final int LOOK_MILLIS = 250;

  private final Administration admin;
  private final Workers workers;
  private final Scheduler scheduler;
  private final AtomicInteger readers = new AtomicInteger();

  private TailRoutes(Administration admin, Workers workers, Scheduler scheduler) {
    this.admin = admin;
    this.workers = workers;
    this.scheduler = scheduler;
  }

  static List<Route> of(Administration admin, Workers workers, Scheduler scheduler) {
    TailRoutes routes = new TailRoutes(admin, workers, scheduler);
    return List.of(
        Route.get("/topics/{topic}/tail").query("tag", "sql", "body").does(routes::begin));
  }

  private Answer begin(Call call) {
    ResourceName topic = call.name(0);
    Filter filter = filter(call);
    BodyForm form = call.choice("body", BodyForm.class, BodyForm.TEXT);
    List<QueueView> queues = admin.topics().queues(topic);
    if (readers.get() >= MOST) {
      throw new Problem(
          HttpResponseStatus.TOO_MANY_REQUESTS,
          "too-many-tails",
          "%d readers follow topics already; end one of them".formatted(MOST));
    }
    return Answer.events(
        stream -> {
          readers.incrementAndGet();
          AtomicBoolean isClosed = new AtomicBoolean();
          stream.whenClosed(
              () -> {
                if (isClosed.compareAndSet(false, true)) {
                  readers.decrementAndGet();
                }
              });
          follow(
              new Tail(admin.topics(), admin.messages(), topic, queues, filter, form, stream),
              stream,
              isClosed);
        });
  }

  private static Filter filter(Call call) {
    String tag = call.text("tag");
    String sql = call.text("sql");
    if (tag != null && sql != null) {
      throw Problem.badRequest("'tag' and 'sql' are both there; write one of them");
    }
    return sql == null ? TagFilter.parse(tag == null ? "*" : tag) : SqlFilter.parse(sql);
  }

  private void follow(Tail tail, EventStream stream, AtomicBoolean isClosed) {
    if (isClosed.get()) {
      return;
    }
    workers
        .run(
            () -> {
              tail.look();
              return CompletableFuture.completedFuture(null);
            })
        .whenComplete(
            (looked, failure) ->
                // Too much to do now is no reason to end; the next look comes later.
                scheduler.after(LOOK_MILLIS, () -> follow(tail, stream, isClosed)));
  }
}
