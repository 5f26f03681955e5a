package io.openons.conformance.cases;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a step of a case is given. Each reading is noted, so that a misspelt one is found. */
public final class Arguments {
  private final String verb;
  private final Map<String, Object> values;
  private final Set<String> unread;

  Arguments(String verb, Map<String, Object> values) {
    this.verb = verb;
    this.values = values;
    this.unread = new TreeSet<>(values.keySet());
  }

  /** The verb of the step. */
  public String verb() {
    return verb;
  }

  public boolean has(String name) {
    unread.remove(name);
    return values.containsKey(name);
  }

  public String text(String name, String otherwise) {
    return has(name) ? values.get(name).toString() : otherwise;
  }

  public String text(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(verb + " needs '" + name + "': " + values);
    }
    return values.get(name).toString();
  }

  public int number(String name, int otherwise) {
    return has(name) ? Integer.parseInt(values.get(name).toString()) : otherwise;
  }

  public boolean flag(String name, boolean otherwise) {
    return has(name) ? Boolean.parseBoolean(values.get(name).toString()) : otherwise;
  }

  public Duration duration(String name, Duration otherwise) {
    return has(name) ? Durations.parse(values.get(name).toString()) : otherwise;
  }

  /** A list of texts; a single value is a list of one. */
  public List<String> list(String name, List<String> otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    return values.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(values.get(name).toString());
  }

  public Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    if (has(name)) {
      ((Map<?, ?>) values.get(name))
          .forEach((key, value) -> map.put(key.toString(), String.valueOf(value)));
    }
    return map;
  }

  public Object raw(String name) {
    return has(name) ? values.get(name) : null;
  }

  /** Fails when something was given that nobody read. */
  public void checkAllRead() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(verb + " knows nothing of " + unread + ": " + values);
    }
  }
}
