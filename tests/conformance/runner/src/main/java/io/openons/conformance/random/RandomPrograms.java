package io.openons.conformance.random;

import io.openons.conformance.drivers.Drivers;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.drivers.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares random programs in pairs of languages: {@code ./dev conformance random}. */
@Command(
    name = "random",
    mixinStandardHelpOptions = true,
    description = "Runs random programs in two languages and compares what they saw.")
public final class RandomPrograms implements Callable<Integer> {
  @Option(
      names = "--language",
      paramLabel = "NAME",
      description = "The languages to compare, the first with each other one. Default: all.")
  private List<String> languages = new ArrayList<>();

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N. Default: 10.")
  private int seeds = 10;

  @Option(names = "--seed", paramLabel = "S", description = "Only this seed.")
  private Long seed;

  @Option(names = "--bisect", description = "Make a program that differs as short as it can be.")
  private boolean bisect;

  @Override
  public Integer call() throws InterruptedException {
    Places places = Places.find();
    List<Face> faces =
        Face.readAll(places.conformance().resolve("drivers/drivers.yaml")).stream()
            .filter(Face::meetsOthers)
            .filter(face -> languages.isEmpty() || languages.contains(face.language()))
            .toList();
    long[] chosen = seed == null ? LongStream.rangeClosed(1, seeds).toArray() : new long[] {seed};
    int differences = 0;
    try (Drivers drivers = new Drivers(places)) {
      Comparison comparison = new Comparison(faces, drivers);
      for (long next : chosen) {
        differences += compare(next, comparison);
      }
    }
    System.out.printf("%d programs in %s: %d differences%n", chosen.length, faces, differences);
    return differences == 0 ? 0 : 1;
  }

  private int compare(long next, Comparison comparison) throws InterruptedException {
    List<RandomStep> program = RandomProgram.of(next);
    Map<Face, String> differences = comparison.differences(program);
    for (Map.Entry<Face, String> difference : differences.entrySet()) {
      System.out.println(
          "seed "
              + next
              + ": "
              + (bisect ? comparison.least(program, difference.getKey()) : difference.getValue()));
    }
    return differences.size();
  }
}
