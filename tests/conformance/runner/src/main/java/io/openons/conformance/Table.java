package io.openons.conformance;

import io.openons.conformance.cases.Feature;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.servers.Servers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a run of everything showed, as docs/conformance.md: from results only. */
final class Table {
  /** What was not part of the run. */
  private static final String NOT_RUN = "?";

  private static final Map<String, String> SERVERS =
      Map.of(Servers.OPENONS, "OpenONS broker", Servers.APACHE, "Apache RocketMQ 5.5");

  private final List<Feature> features;
  private final List<Face> faces;
  private final List<Result> results;

  Table(List<Feature> features, List<Face> faces, Collection<Result> results) {
    this.features = features;
    this.faces = faces;
    this.results = List.copyOf(results);
  }

  String text() {
    return """
        # Conformance

        <!-- Written by ./dev conformance --write from what a run showed; ./dev test fails when it differs. -->

        The same %d cases are run in every language; [tests/conformance](../tests/conformance/README.md) says
        how, and [its specification](../tests/conformance/spec) what each of them is. A cell says how many cases of
        a feature held; *(n)* after it, how many the language does not offer, for the reasons below the tables.

        %s
        ## From each language to each other one

        Producers of the language of a row, consumers of the language of a column, on the OpenONS broker: how many
        of the cases that cross languages held.

        %s
        ## What is not offered

        %s"""
        .formatted(
            features.stream().mapToInt(feature -> feature.cases().size()).sum(),
            Stream.of(Servers.OPENONS, Servers.APACHE)
                .filter(server -> results.stream().anyMatch(of(server)))
                .map(this::featuresOn)
                .collect(Collectors.joining("\n")),
            pairs(),
            notOffered());
  }

  private static java.util.function.Predicate<Result> of(String server) {
    return result -> result.planned().server().equals(server);
  }

  private String featuresOn(String server) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("feature", faces.stream().map(Face::face)));
    for (Feature feature : features) {
      List<Result> ofFeature =
          results.stream()
              .filter(of(server))
              .filter(result -> !result.planned().isPair())
              .filter(result -> result.planned().feature().equals(feature.file()))
              .toList();
      if (!ofFeature.isEmpty()) {
        rows.add(
            row(
                feature.feature(),
                faces.stream()
                    .map(
                        face ->
                            cell(
                                ofFeature.stream()
                                    .filter(result -> result.planned().producer() == face)
                                    .toList()))));
      }
    }
    return "## On the " + SERVERS.get(server) + "\n\n" + markdown(rows);
  }

  private String pairs() {
    List<Face> meeting = faces.stream().filter(Face::meetsOthers).toList();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("from \\ to", meeting.stream().map(Face::face)));
    for (Face producer : meeting) {
      rows.add(
          row(
              producer.face(),
              meeting.stream()
                  .map(
                      consumer ->
                          cell(
                              results.stream()
                                  .filter(of(Servers.OPENONS))
                                  .filter(result -> result.planned().one().pairs())
                                  .filter(result -> result.planned().producer() == producer)
                                  .filter(result -> result.planned().consumer() == consumer)
                                  .toList()))));
    }
    return markdown(rows);
  }

  private static String cell(List<Result> results) {
    long passed = count(results, Result.Outcome.PASSED);
    long failed = count(results, Result.Outcome.FAILED);
    long lacking = count(results, Result.Outcome.NOT_OFFERED);
    if (results.isEmpty()) {
      return NOT_RUN;
    }
    if (passed + failed == 0) {
      return "- (%d)".formatted(lacking);
    }
    return passed
        + (failed == 0 ? "" : " **%d failed**".formatted(failed))
        + (lacking == 0 ? "" : " (%d)".formatted(lacking));
  }

  private static long count(List<Result> results, Result.Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /**
   * Where a text says otherwise than this run: the first line that differs in a cell that was run,
   * or null.
   */
  String differenceTo(String committed) {
    List<String> here = text().lines().toList();
    List<String> there = committed.lines().toList();
    for (int i = 0; i < Math.max(here.size(), there.size()); i++) {
      String run = i < here.size() ? here.get(i) : "(nothing)";
      String said = i < there.size() ? there.get(i) : "(nothing)";
      if (!agree(cells(run), cells(said))) {
        return "line %d says '%s', and the run showed '%s'".formatted(i + 1, said, run);
      }
    }
    return null;
  }

  private static String[] cells(String line) {
    return line.split(" \\|", -1);
  }

  private static boolean agree(String[] run, String[] said) {
    return run.length == said.length
        && IntStream.range(0, run.length)
            .allMatch(i -> run[i].strip().equals(NOT_RUN) || run[i].equals(said[i]));
  }

  private String notOffered() {
    Map<String, TreeSet<String>> byFace = new LinkedHashMap<>();
    faces.forEach(face -> byFace.put(face.face(), new TreeSet<>()));
    results.stream()
        .filter(result -> result.lacking() != null && !result.planned().isPair())
        .forEach(
            result ->
                byFace
                    .get(result.planned().producer().face())
                    .addAll(List.of(result.lacking().split(", "))));
    Map<String, TreeSet<String>> byReason = new TreeMap<>();
    features.stream()
        .flatMap(feature -> feature.cases().stream())
        .filter(one -> one.needs().apache() != null)
        .forEach(
            one ->
                byReason
                    .computeIfAbsent(one.needs().apache(), reason -> new TreeSet<>())
                    .add(one.name()));
    String text =
        byFace.entrySet().stream()
            .filter(face -> !face.getValue().isEmpty())
            .map(face -> "- %s: %s\n".formatted(face.getKey(), String.join(", ", face.getValue())))
            .collect(Collectors.joining());
    return (text.isEmpty() ? "Nothing.\n" : text)
        + "\nCases that Apache RocketMQ cannot be asked:\n\n"
        + byReason.entrySet().stream()
            .map(
                reason ->
                    "- Apache RocketMQ %s: %s\n"
                        .formatted(reason.getKey(), String.join(", ", reason.getValue())))
            .collect(Collectors.joining());
  }

  private static List<String> row(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).toList();
  }

  private static String markdown(List<List<String>> rows) {
    List<List<String>> withRule = new ArrayList<>(rows);
    withRule.add(1, rows.get(0).stream().map(cell -> "---").toList());
    return withRule.stream()
        .map(row -> "| " + String.join(" | ", row) + " |\n")
        .collect(Collectors.joining());
  }
}
