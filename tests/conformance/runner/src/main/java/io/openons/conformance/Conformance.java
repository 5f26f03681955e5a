package io.openons.conformance;

import io.openons.conformance.cases.Feature;
import io.openons.conformance.cases.Specification;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.drivers.Places;
import io.openons.conformance.random.RandomPrograms;
import io.openons.conformance.servers.PlannedRun;
import io.openons.harness.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the suite, or a part of it: {@code ./dev conformance}. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = "Runs the same cases in every language, against every server.",
    subcommands = {RandomPrograms.class, LanguagesDemo.class},
    sortOptions = false)
public final class Conformance implements Callable<Integer> {
  @Option(
      names = "--language",
      paramLabel = "NAME",
      description = "Only this language or face, such as python or cpp-classic; may be repeated.")
  private List<String> languages = new ArrayList<>();

  @Option(
      names = "--case",
      paramLabel = "GLOB",
      description = "Only cases of this name, such as 'ordered-*'; may be repeated.")
  private List<String> cases = new ArrayList<>();

  @Option(names = "--server", paramLabel = "NAME", description = "Only against openons or apache.")
  private List<String> servers = new ArrayList<>();

  @Option(names = "--no-pairs", description = "No producers with consumers of other languages.")
  private boolean noPairs;

  @Option(
      names = "--write",
      description = "Write the specification, and after a run of everything docs/conformance.md.")
  private boolean write;

  @Option(names = "--list", description = "List the cases and the faces, and run nothing.")
  private boolean list;

  /** Exits with 0 when everything held. */
  public static void main(String[] arguments) {
    System.exit(Programs.commandLine(new Conformance()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Places places = Places.find();
    Path folder = places.conformance();
    List<Feature> features = Feature.readAll(folder.resolve("cases"));
    List<Face> faces = Face.readAll(folder.resolve("drivers/drivers.yaml"));
    if (write) {
      Specification.write(folder.resolve("spec"), features);
    }
    if (list) {
      features.forEach(feature -> System.out.println(feature.feature() + ": " + feature.cases()));
      System.out.println("faces: " + faces);
      return 0;
    }
    Selection selection = new Selection(languages, cases, servers, !noPairs, List.of());
    List<PlannedRun> plan = selection.plan(features, faces);
    System.out.println(plan.size() + " runs ...");
    List<Result> results = new ArrayList<>();
    try (Suite suite = new Suite(places)) {
      for (CompletableFuture<Result> future : suite.begin(plan)) {
        Result result = future.join();
        results.add(result);
        if (result.failure() != null) {
          System.out.println("FAILED " + result.failure().getMessage() + "\n");
        }
      }
    }
    String table = new Table(features, faces, results).text();
    if (write && selection.isAll()) {
      Files.writeString(places.root().resolve("docs/conformance.md"), table);
    }
    return summary(results);
  }

  private static int summary(List<Result> results) {
    long failed = results.stream().filter(result -> result.failure() != null).count();
    long lacking = results.stream().filter(result -> result.lacking() != null).count();
    System.out.printf(
        "%d held, %d failed, %d not offered%n", results.size() - failed - lacking, failed, lacking);
    return failed == 0 ? 0 : 1;
  }
}
