package io.openons.client.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the property table for people, and for the programs of other languages. */
final class PropertyReference {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final String INTRODUCTION =
      """
      # Properties

      <!-- Generated from OnsProperties.java by ./dev reference; changes here are overwritten. -->

      Every key that a client reads, with the value that it has when nobody gives one. Values are texts. A text that
      cannot be read, or is out of range where nothing else is said, is an error that names key, value and range, when
      the client is made. A key that is not here is logged with the nearest one that is. `describe()` of a client shows
      what it uses.

      A key that the program does not set is taken from its environment variable, if that is set and not blank: the
      names begin with `ONSCLIENT_`, and durations are in milliseconds, whatever the unit of the key. A variable does
      not count either when the program sets an older name of the key, or another key of the same purpose: those are
      listed. Java reads the environment of its process; C and C++ do so as it was when the process made its first
      client, Python and .NET as their own libraries have it when a client is made. The commercial clients read no
      such variables; a program for them behaves as it did as long as none is set.

      Keys that begin with `ons.` are only in OpenONS; the others are those of the commercial client, with its meanings.
      The clients that a key means something to: *all*, or those that are listed; others pass over it.
      """;

  private static final String OF_THE_JVM =
      """

      ## System properties of the JVM

      - `client.callback.executor.thread.nums`: how many threads all producers of the process share for callbacks;
        default: one for each processor.
      """;

  private static final String WITHOUT_EFFECT =
      """

      ## Accepted without effect

      Programs for the commercial client may set them; nothing comes of it:

      """;

  private PropertyReference() {}

  /** The page {@code docs/properties.md}. */
  static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    section(page, "All clients", ClientKind.ALL);
    section(page, "Producers", ClientKind.PRODUCERS);
    section(page, "Consumers", ClientKind.CONSUMERS);
    page.append(OF_THE_JVM).append(WITHOUT_EFFECT);
    rows(Set.of()).forEach(row -> page.append("- `").append(row.key()).append("`\n"));
    return page.toString();
  }

  private static List<Property<?>> rows(Set<ClientKind> exactly) {
    return OnsProperties.all().stream().filter(row -> row.kinds().equals(exactly)).toList();
  }

  /** The rows of those clients and of some of them only. */
  private static void section(StringBuilder page, String title, Set<ClientKind> kinds) {
    page.append("\n## ").append(title).append('\n');
    for (Property<?> row : OnsProperties.all()) {
      boolean belongs =
          kinds.equals(ClientKind.ALL)
              ? row.kinds().equals(kinds)
              : !row.kinds().isEmpty() && kinds.containsAll(row.kinds());
      if (belongs) {
        entry(page, row);
      }
    }
  }

  private static void entry(StringBuilder page, Property<?> row) {
    page.append("\n### `").append(row.key()).append("`\n\n").append(wrapped(row.meaning()));
    String unit = row.unit().isEmpty() ? "" : " (" + row.unit() + ")";
    page.append("\n- ").append(row.type()).append(unit).append(": ").append(row.range());
    page.append("\n- default: ").append(defaults(row));
    if (!row.variable().isEmpty()) {
      page.append("\n- environment variable: `")
          .append(row.variable())
          .append('`')
          .append(unless(row));
    }
    page.append("\n- clients: ").append(clients(row));
    if (!row.olderNameOf().isEmpty()) {
      page.append("\n- deprecated: use `").append(row.olderNameOf()).append('`');
    }
    if (row.secret()) {
      page.append("\n- secret: never shown");
    }
    if (row.alsoSystemProperty()) {
      page.append("\n- also a system property of the JVM");
    }
    page.append("\n- since ").append(row.since()).append('\n');
  }

  private static String unless(Property<?> row) {
    List<String> rivals = Variables.rivalsOf(row);
    return rivals.isEmpty()
        ? ""
        : rivals.stream().collect(Collectors.joining("`, `", ", unless the program sets `", "`"));
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + 1 + word.length() > 116) {
        lines.append('\n');
        column = 0;
      }
      lines.append(column == 0 ? "" : " ").append(word);
      column += word.length() + 1;
    }
    return lines.append('\n').toString();
  }

  private static String defaults(Property<?> row) {
    String usual = row.defaultValue() == null ? "none" : row.defaultValue() + unit(row);
    return usual
        + row.ownDefaults().entrySet().stream()
            .map(own -> "; " + own.getValue() + unit(row) + " for " + own.getKey())
            .collect(Collectors.joining());
  }

  private static String unit(Property<?> row) {
    return row.unit().isEmpty() ? "" : " " + row.unit();
  }

  private static String clients(Property<?> row) {
    return row.kinds().equals(ClientKind.ALL)
        ? "all"
        : row.kinds().stream().sorted().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** The resource {@code properties.json}: one object for each row, in the order of the table. */
  static String json() {
    return GSON.toJson(OnsProperties.all().stream().map(PropertyReference::fields).toList()) + "\n";
  }

  private static Map<String, Object> fields(Property<?> row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", row.key());
    fields.put("meaning", row.meaning());
    fields.put("type", row.type());
    fields.put("range", row.range());
    putUnlessEmpty(fields, "unit", row.unit());
    if (row.defaultValue() != null) {
      fields.put("default", row.defaultValue().toString());
    }
    Map<String, String> own =
        row.ownDefaults().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().toString(), entry -> entry.getValue().toString()));
    if (!own.isEmpty()) {
      fields.put("defaultOf", own);
    }
    fields.put("clients", row.kinds().stream().sorted().map(Object::toString).toList());
    putUnlessEmpty(fields, "olderNameOf", row.olderNameOf());
    putUnlessEmpty(fields, "variable", row.variable());
    if (!row.variable().isEmpty() && !Variables.rivalsOf(row).isEmpty()) {
      fields.put("variableUnlessSet", Variables.rivalsOf(row));
    }
    if (row.secret()) {
      fields.put("secret", true);
    }
    if (row.alsoSystemProperty()) {
      fields.put("alsoSystemProperty", true);
    }
    fields.put("since", row.since());
    return Collections.unmodifiableMap(fields);
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
