package io.openons.tests.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Goal: a program behaves with ours as with the published clients, as far as it can see without a
 * server, or the manual has the difference and its reason.
 *
 * <p>Method: runs {@link Probe} with both published jars and with ours, and compares the subjects
 * in which ours does as neither with the committed list, and the manual's page with that list.
 *
 * <p>A failure means: a behaviour changed, or the list is behind. With -Dons.writeReference=true it
 * is written anew; new lines then need a reason.
 */
class PublishedBehaviourTest {
  private static final boolean WRITES = Boolean.getBoolean("ons.writeReference");
  private static final Path JARS = Path.of("target", "published-surfaces");
  private static final Path LIST = Path.of("src", "test", "published", "differences.tsv");
  private static final Path PAGE = Path.of("..", "docs", "differences.md");

  @TempDir private static Path folder;
  private static Map<String, Difference> found;

  @BeforeAll
  static void run_the_probe_with_each_client() throws Exception {
    Map<String, String> one = outcomes("1", JARS.resolve("ons-client-1.jar") + slf4j());
    Map<String, String> two = outcomes("2", JARS.resolve("ons-client-2.jar") + slf4j());
    Map<String, String> ours = outcomes("ours", System.getProperty("java.class.path"));
    assertThat(one).hasSizeGreaterThan(2000);
    assertThat(two.keySet()).isEqualTo(one.keySet());
    assertThat(ours.keySet()).isEqualTo(one.keySet());
    found = new LinkedHashMap<>();
    Difference.between(one, two, ours).forEach(each -> found.put(each.subject(), each));
  }

  @Test
  void each_difference_is_listed_with_its_reason() throws IOException {
    List<Difference> listed = Difference.read(LIST);
    if (WRITES) {
      Difference.write(LIST, found.values(), listed);
      listed = Difference.read(LIST);
    }

    assertThat(listed.stream().map(Difference::withoutReason))
        .containsExactlyInAnyOrderElementsOf(found.values());
    assertThat(listed).allMatch(each -> each.reason().length() > 20);
  }

  @Test
  void the_page_of_the_manual_is_the_list() throws IOException {
    String page = DifferencesPage.of(Difference.read(LIST));
    if (WRITES) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String slf4j() throws URISyntaxException {
    return File.pathSeparator + placeOf(LoggerFactory.class);
  }

  private static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Runs the probe in a process, with nothing of ours on its class path but itself. */
  private static Map<String, String> outcomes(String name, String client) throws Exception {
    Path probe = folder.resolve(name);
    Path classes = placeOf(Probe.class);
    String path = Probe.class.getPackageName().replace('.', '/');
    Files.createDirectories(probe.resolve(path));
    try (var files = Files.newDirectoryStream(classes.resolve(path), "Probe*.class")) {
      for (Path file : files) {
        Files.copy(file, probe.resolve(path).resolve(file.getFileName()));
      }
    }
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    Process process =
        new ProcessBuilder(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1", // a short program
                // Published clients write log files below the home folder.
                "-Duser.home=" + folder,
                "-cp",
                probe + File.pathSeparator + client,
                Probe.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(4 * Patience.SECONDS, TimeUnit.SECONDS)).as(name).isTrue();
      assertThat(process.exitValue()).as(() -> read(err)).isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (String line : Files.readAllLines(out)) {
      outcomes.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
    }
    return outcomes;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
