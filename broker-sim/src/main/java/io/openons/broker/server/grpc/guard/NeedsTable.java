package io.openons.broker.server.grpc.guard;

import io.openons.broker.core.access.Need;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What each type of request needs; a version of the wire fills it once. */
public final class NeedsTable {
  private final Map<Class<?>, Function<Object, List<Need>>> table = new HashMap<>();

  /** Adds a type of request. */
  public <T> void when(Class<T> type, Function<T, List<Need>> needs) {
    table.put(type, request -> needs.apply(type.cast(request)));
  }

  /** Returns all that a request needs. */
  public List<Need> of(Object request) {
    Function<Object, List<Need>> needs = table.get(request.getClass());
    if (needs == null) {
      throw new IllegalStateException("no access rule for request type " + request.getClass());
    }
    return needs.apply(request);
  }
}
