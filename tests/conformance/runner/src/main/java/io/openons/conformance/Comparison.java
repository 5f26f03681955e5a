package io.openons.conformance;

import java.util.List;
import java.util.stream.Collectors;

/** Random programs, run in two languages and compared. */
final class Comparison {
  private final Face one;
  private final Face other;
  private final Drivers drivers;

  Comparison(Face one, Face other, Drivers drivers) {
    this.one = one;
    this.other = other;
    this.drivers = drivers;
  }

  /** What both languages saw of a program; null when it was the same. */
  String difference(List<Op> program) throws InterruptedException {
    List<String> here = ProgramRun.run(program, drivers.of(one));
    List<String> there = ProgramRun.run(program, drivers.of(other));
    if (here.equals(there)) {
      return null;
    }
    int at = 0;
    while (at < Math.min(here.size(), there.size()) && here.get(at).equals(there.get(at))) {
      at++;
    }
    return "%s and %s differ from line %d on%n--- program%n%s%n--- %s saw%n%s%n--- %s saw%n%s"
        .formatted(
            one, other, at + 1, lines(program), one, lines(here), other, lines(there));
  }

  /** The shortest part of a program that still shows a difference. */
  List<Op> shrunk(List<Op> program) {
    return Shrinking.shrink(
        program,
        part -> {
          try {
            return difference(part) != null;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
          }
        });
  }

  private static String lines(List<?> all) {
    return all.stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }
}
