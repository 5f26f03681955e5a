package io.openons.tests.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A subject in which ours does as neither published client.
 *
 * @param subject what was tried; kinds of clients that agree stand together behind the last comma
 * @param one the outcome with ons-client 1.8
 * @param two the outcome with ons-client 2.0
 * @param ours the outcome with OpenONS
 * @param reason why it stays; empty when nobody gave one
 */
record Difference(String subject, String one, String two, String ours, String reason) {
  private static final String NOT_THERE = "not there";

  /** Compares outcomes by subject; subjects that one client lacks count by the other alone. */
  static List<Difference> between(
      Map<String, String> one, Map<String, String> two, Map<String, String> ours) {
    Map<List<String>, String> subjects = new LinkedHashMap<>();
    ours.forEach(
        (subject, here) -> {
          String first = one.get(subject);
          String second = two.get(subject);
          boolean unknown = first.equals(NOT_THERE) && second.equals(NOT_THERE);
          if (!unknown && !here.equals(first) && !here.equals(second)) {
            int end = subject.lastIndexOf(", ");
            String what = end < 0 ? subject : subject.substring(0, end);
            String kind = end < 0 ? "" : subject.substring(end + 2);
            subjects.merge(List.of(what, first, second, here), kind, (a, b) -> a + "; " + b);
          }
        });
    List<Difference> differences = new ArrayList<>();
    subjects.forEach(
        (key, kinds) ->
            differences.add(
                new Difference(
                    kinds.isEmpty() ? key.get(0) : key.get(0) + ", " + kinds,
                    key.get(1),
                    key.get(2),
                    key.get(3),
                    "")));
    return differences;
  }

  Difference withoutReason() {
    return new Difference(subject, one, two, ours, "");
  }

  /** Reads a list: a line for each, with tabs between its five texts. */
  static List<Difference> read(Path list) throws IOException {
    List<Difference> differences = new ArrayList<>();
    for (String line : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
      String[] texts = line.split("\t", -1);
      if (texts.length != 5) {
        throw new IOException(list + ": not five texts in: " + line);
      }
      differences.add(new Difference(texts[0], texts[1], texts[2], texts[3], texts[4]));
    }
    return differences;
  }

  /** Writes a list, with the reasons that an older one has for the same subjects. */
  static void write(Path list, Collection<Difference> found, List<Difference> older)
      throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    older.forEach(each -> reasons.put(each.subject(), each.reason()));
    List<String> lines = new ArrayList<>();
    for (Difference each : found) {
      String reason = reasons.getOrDefault(each.subject(), "");
      lines.add(String.join("\t", each.subject, each.one, each.two, each.ours, reason));
    }
    Files.createDirectories(list.getParent());
    Files.write(list, lines);
  }
}
