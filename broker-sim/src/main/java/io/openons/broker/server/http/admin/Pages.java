package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.server.http.admin.view.PageJson;
import io.openons.broker.server.http.call.Answer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers with values and with pages of them. */
final class Pages {
  private Pages() {}

  static Answer ok(Object value) {
    return Answer.json(HttpResponseStatus.OK, value);
  }

  static Answer created(Object value) {
    return Answer.json(HttpResponseStatus.CREATED, value);
  }

  static <T, V> Answer of(Page<T> page, Function<T, V> view) {
    return ok(new PageJson<>(page.items().stream().map(view).toList(), page.next()));
  }

  static <T, V> Answer all(List<T> items, Function<T, V> view) {
    return of(new Page<>(items, null), view);
  }

  /** Goes through all of a list. */
  static <T> void each(Function<PageRequest, Page<T>> list, Consumer<T> work) {
    String cursor = null;
    do {
      Page<T> page = list.apply(PageRequest.after(cursor, PageRequest.MAX_LIMIT));
      page.items().forEach(work);
      cursor = page.next();
    } while (cursor != null);
  }
}
