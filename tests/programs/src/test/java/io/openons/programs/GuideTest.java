package io.openons.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the guide to migration is right. Method: compiles the Java in it for Java 8 against
 * ons-client alone, and looks up the classes that it says are in ons-client-compat. A failure
 * means: a team that follows the guide gets stuck.
 */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "..", "docs", "migrating.md");
  private static final Pattern CODE = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern TYPE = Pattern.compile("(?m)^class (\\w+)");

  @TempDir private Path folder;

  @Test
  void the_java_of_the_guide_compiles_for_java_8() throws Exception {
    List<String> snippets =
        CODE.matcher(Files.readString(GUIDE)).results().map(code -> code.group(1)).toList();
    assertThat(snippets).hasSizeGreaterThanOrEqualTo(2);
    Path sources = Files.createDirectories(folder.resolve("sources"));
    for (String snippet : snippets) {
      String name =
          TYPE.matcher(snippet).results().findFirst().map(found -> found.group(1)).orElseThrow();
      Files.writeString(sources.resolve(name + ".java"), snippet);
    }

    Path classes = Sources.compile(sources, 8, List.of(Jars.CLIENT), folder.resolve("classes"));

    assertThat(classes).isDirectoryContaining("glob:**.class");
  }

  @Test
  void what_the_guide_says_is_in_the_jars_is_there() throws Exception {
    List<String> rows =
        Files.readString(GUIDE)
            .lines()
            .filter(
                line ->
                    line.startsWith("| `shade.com.alibaba.rocketmq`:")
                        || line.startsWith("| `ons.api.impl`:"))
            .toList();
    assertThat(rows).hasSize(2);
    List<String> names =
        rows.stream()
            .flatMap(row -> Pattern.compile("`([A-Z]\\w+)`").matcher(row).results())
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(names).hasSizeGreaterThan(20);
    List<String> there = Jars.simpleNames();
    assertThat(there).containsAll(names);
  }
}
