package io.openons.conformance.cases;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of a case: a verb with what it is given. In a file it is a map of one entry, and a
 * single value stands for the client.
 */
public record Step(String verb, Map<String, Object> given) {
  public static final String CLIENT = "client";

  /** The topic and the group that are meant where a step names none. */
  public static final String TOPIC = "t";

  public static final String GROUP = "g";

  @JsonCreator
  public static Step of(Map<String, Object> entry) {
    if (entry.size() != 1) {
      throw new IllegalArgumentException("a step has one verb, not " + entry.keySet());
    }
    Map.Entry<String, Object> only = entry.entrySet().iterator().next();
    Map<String, Object> given = new LinkedHashMap<>();
    if (only.getValue() instanceof Map<?, ?> map) {
      map.forEach((key, value) -> given.put(key.toString(), value));
    } else if (only.getValue() != null) {
      given.put(CLIENT, only.getValue());
    }
    return new Step(only.getKey(), given);
  }

  public Arguments arguments() {
    return new Arguments(verb, given);
  }
}
