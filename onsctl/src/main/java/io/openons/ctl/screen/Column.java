package io.openons.ctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title its heading
 * @param isNumber whether it is aligned at the right
 * @param text the text of an entry
 */
public record Column(String title, boolean isNumber, Function<JsonNode, String> text) {
  /** A column of texts: the field of its title, or of a path such as {@code connection/address}. */
  public static Column text(String title, String path) {
    return new Column(title, false, node -> shown(node.at("/" + path)));
  }

  /** A column of texts whose title is the field. */
  public static Column text(String field) {
    return text(field, field);
  }

  /** A column of numbers. */
  public static Column number(String title, String path) {
    return new Column(title, true, node -> shown(node.at("/" + path)));
  }

  /** A column of numbers whose title is the field. */
  public static Column number(String field) {
    return number(field, field);
  }

  /** Returns a value as people read it: lists with commas, objects as {@code name=value}. */
  public static String shown(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "-";
    }
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(part -> parts.add(shown(part)));
      return parts.isEmpty() ? "-" : String.join(", ", parts);
    }
    if (value.isObject()) {
      value.properties().forEach(f -> parts.add(f.getKey() + "=" + shown(f.getValue())));
      return parts.isEmpty() ? "-" : String.join(", ", parts);
    }
    return value.asText().isEmpty() ? "-" : value.asText();
  }
}
