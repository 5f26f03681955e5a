package io.openons.conformance.random;

import io.openons.conformance.drivers.Drivers;
import io.openons.conformance.drivers.Face;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Random programs, run in one language and in others, and compared. */
final class Comparison {
  private final Face one;
  private final List<Face> others;
  private final Drivers drivers;

  /**
   * A comparison of the first face with each other one.
   *
   * @param faces two at least
   */
  Comparison(List<Face> faces, Drivers drivers) {
    if (faces.size() < 2) {
      throw new IllegalArgumentException("two languages are needed to compare, not " + faces);
    }
    this.one = faces.get(0);
    this.others = faces.subList(1, faces.size());
    this.drivers = drivers;
  }

  /** What languages saw otherwise than the first one, by their faces; empty when nothing. */
  Map<Face, String> differences(List<RandomStep> program) throws InterruptedException {
    List<String> here = ProgramRun.run(program, drivers.of(one));
    Map<Face, String> differences = new LinkedHashMap<>();
    for (Face other : others) {
      List<String> there = ProgramRun.run(program, drivers.of(other));
      if (!here.equals(there)) {
        differences.put(other, told(program, here, other, there));
      }
    }
    return differences;
  }

  private String told(List<RandomStep> program, List<String> here, Face other, List<String> there) {
    int at = 0;
    while (at < Math.min(here.size(), there.size()) && here.get(at).equals(there.get(at))) {
      at++;
    }
    return "%s and %s differ from line %d on%n--- program%n%s%n--- %s saw%n%s%n--- %s saw%n%s"
        .formatted(one, other, at + 1, lines(program), one, lines(here), other, lines(there));
  }

  /** What a language sees otherwise of the shortest part of a program that still shows it. */
  String least(List<RandomStep> program, Face other) throws InterruptedException {
    Comparison pair = new Comparison(List.of(one, other), drivers);
    List<RandomStep> least =
        Shrinking.shrink(
            program,
            part -> {
              try {
                return !pair.differences(part).isEmpty();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
              }
            });
    return pair.differences(least).getOrDefault(other, "once, and not again");
  }

  private static String lines(List<?> all) {
    return all.stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }
}
