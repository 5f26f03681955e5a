package io.openons.ctl.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as trees: the program shows what the broker has, and need not know each field. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns an object that has some fields of another one. */
  public static ObjectNode fields(JsonNode of, String... names) {
    ObjectNode some = object();
    for (String name : names) {
      some.set(name, of.path(name));
    }
    return some;
  }

  /**
   * Reads a text.
   *
   * @param what names the text in the error
   * @throws CtlException when it is no JSON
   */
  public static JsonNode read(String text, String what) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (!node.isMissingNode()) {
        return node;
      }
      throw CtlException.usage("%s is empty; it must be JSON", what);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw CtlException.usage(
          "%s is no JSON: line %d, column %d: %s",
          what, place.getLineNr(), place.getColumnNr(), e.getOriginalMessage());
    }
  }

  /** Returns it on one line. */
  public static String line(JsonNode node) {
    return node.toString();
  }

  /** Returns it with a line for each value. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString();
  }
}
