package io.openons.conformance;

import io.openons.conformance.cases.Case;
import io.openons.conformance.cases.Feature;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.servers.PlannedRun;
import io.openons.conformance.servers.Servers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which runs are wanted.
 *
 * @param languages languages or faces; empty: all
 * @param cases names of cases, in which {@code *} stands for anything; empty: all
 * @param servers openons, apache; empty: both
 * @param pairs whether producers also meet consumers of other languages
 * @param onApache faces that are run against Apache RocketMQ; empty: all
 */
record Selection(
    List<String> languages,
    List<String> cases,
    List<String> servers,
    boolean pairs,
    List<String> onApache) {

  /** Everything. */
  static final Selection ALL = new Selection(List.of(), List.of(), List.of(), true, List.of());

  /** What every build runs: all, but for most languages against our broker only. */
  static final Selection USUAL =
      new Selection(List.of(), List.of(), List.of(), true, List.of("java", "python"));

  boolean isAll() {
    return languages.isEmpty()
        && cases.isEmpty()
        && servers.isEmpty()
        && pairs
        && onApache.isEmpty();
  }

  /** The runs, those that wait for long first. */
  List<PlannedRun> plan(List<Feature> features, List<Face> allFaces) {
    List<Face> faces =
        allFaces.stream()
            .filter(
                face ->
                    languages.isEmpty()
                        || languages.contains(face.face())
                        || languages.contains(face.language()))
            .toList();
    record Candidate(Feature feature, Case one, String server, Face producer, Face consumer) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Feature feature : features) {
      for (Case one : feature.cases()) {
        if (!isWanted(one)) {
          continue;
        }
        for (String server : servers(one)) {
          faces.stream()
              .filter(face -> meets(face, server))
              .forEach(face -> candidates.add(new Candidate(feature, one, server, face, face)));
          if (pairs && one.pairs() && server.equals(Servers.OPENONS)) {
            pairs(faces)
                .forEach(
                    pair -> candidates.add(new Candidate(feature, one, server, pair[0], pair[1])));
          }
        }
      }
    }
    candidates.sort(Comparator.comparing(candidate -> !candidate.one().slow()));
    List<PlannedRun> plan = new ArrayList<>();
    for (Candidate next : candidates) {
      plan.add(
          new PlannedRun(
              plan.size() + 1,
              next.feature().file(),
              next.one(),
              next.server(),
              next.producer(),
              next.consumer()));
    }
    return plan;
  }

  private boolean meets(Face face, String server) {
    return !server.equals(Servers.APACHE) || onApache.isEmpty() || onApache.contains(face.face());
  }

  private boolean isWanted(Case one) {
    return cases.isEmpty()
        || cases.stream().anyMatch(name -> glob(name).matcher(one.name()).matches());
  }

  private static Pattern glob(String name) {
    return Pattern.compile(
        Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  private List<String> servers(Case one) {
    return Stream.of(Servers.OPENONS, Servers.APACHE)
        .filter(server -> servers.isEmpty() || servers.contains(server))
        .filter(one::runsOn)
        .toList();
  }

  private static List<Face[]> pairs(List<Face> faces) {
    List<Face> meeting = faces.stream().filter(Face::meetsOthers).toList();
    List<Face[]> pairs = new ArrayList<>();
    for (Face producer : meeting) {
      for (Face consumer : meeting) {
        if (producer != consumer) {
          pairs.add(new Face[] {producer, consumer});
        }
      }
    }
    return pairs;
  }
}
