package io.openons.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.openons.conformance.cases.Feature;
import io.openons.conformance.drivers.Face;
import io.openons.conformance.drivers.Places;
import io.openons.conformance.servers.PlannedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Goal: every case holds in every language against every server, and the committed table says so.
 * Method: runs all cases by a driver for each language, and compares the table. A failure means:
 * languages behave differently, or the documentation claims what is not so.
 */
class ConformanceTest {
  private static final Places PLACES = Places.find();
  private static Suite suite;

  @AfterAll
  static void endSuite() {
    suite.close();
  }

  @TestFactory
  Stream<DynamicNode> every_case_holds_in_every_language() {
    List<Feature> features = Feature.readAll(PLACES.conformance().resolve("cases"));
    List<Face> faces = Face.readAll(PLACES.conformance().resolve("drivers/drivers.yaml"));
    Selection selection = Boolean.getBoolean("ons.test.all") ? Selection.ALL : Selection.USUAL;
    List<PlannedRun> plan = selection.plan(features, faces);
    suite = new Suite(PLACES);
    List<CompletableFuture<Result>> results = suite.begin(plan);
    Map<String, List<DynamicTest>> byServerAndFaces = new LinkedHashMap<>();
    for (int i = 0; i < plan.size(); i++) {
      PlannedRun planned = plan.get(i);
      CompletableFuture<Result> result = results.get(i);
      byServerAndFaces
          .computeIfAbsent(planned.server() + ", " + planned.faces(), key -> new ArrayList<>())
          .add(dynamicTest(planned.one().name(), () -> check(result.join())));
    }
    DynamicTest table =
        dynamicTest(
            "the committed table is what this run showed",
            () -> checkTable(new Table(features, faces, joined(results))));
    return Stream.concat(
        byServerAndFaces.entrySet().stream()
            .map(entry -> dynamicContainer(entry.getKey(), entry.getValue())),
        Stream.of(table));
  }

  private static List<Result> joined(List<CompletableFuture<Result>> results) {
    return results.stream().map(CompletableFuture::join).toList();
  }

  /** What is not offered is in the table, which is checked too. */
  private static void check(Result result) {
    if (result.failure() != null) {
      throw result.failure();
    }
  }

  private static void checkTable(Table table) throws IOException {
    String committed = Files.readString(PLACES.root().resolve("docs/conformance.md"));

    assertThat(table.differenceTo(committed))
        .as("docs/conformance.md; ./dev conformance --write writes it")
        .isNull();
  }
}
