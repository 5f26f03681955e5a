package io.openons.tests.published;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manual's page of differences: a table for each reason. */
final class DifferencesPage {
  private static final String BEGINNING =
      """
      # Differences from the published Java clients

      <!-- Generated from tests/src/test/published/differences.tsv by a test; changes here are overwritten. -->

      A test runs the same program with ons-client 1.8, ons-client 2.0 and OpenONS: each kind of client with many values
      of each property, and values, errors and texts that need no server. Where the two published clients differ,
      OpenONS does as one of them. This page has the rest, with the reasons. *taken* means that the client is made; a
      name of an exception means that it is thrown.
      """;

  private DifferencesPage() {}

  static String of(List<Difference> differences) {
    Map<String, StringBuilder> tables = new TreeMap<>();
    for (Difference each : differences) {
      tables
          .computeIfAbsent(each.reason(), reason -> new StringBuilder())
          .append(
              "| %s | %s | %s | %s |%n"
                  .formatted(
                      cell(each.subject()), code(each.one()), code(each.two()), code(each.ours())));
    }
    StringBuilder page = new StringBuilder(BEGINNING);
    tables.forEach(
        (reason, rows) ->
            page.append("\n")
                .append(reason)
                .append("\n\n| subject | 1.8 | 2.0 | OpenONS |\n| --- | --- | --- | --- |\n")
                .append(rows));
    return page.toString();
  }

  private static String code(String outcome) {
    return outcome.isEmpty() ? "empty" : "`" + cell(outcome) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
