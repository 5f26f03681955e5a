package io.openons.tests.style;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What every file keeps to. Each rule finds bad text in a line.
 *
 * <p>The patterns are written so that they do not match themselves: this file is checked too.
 */
enum Tidy {
  NO_UNFINISHED_MARKERS(any(), "\\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\\b|@Dis[a]bled\\b"),
  NO_TRAILING_BLANKS(any(), "[ \\t]+$"),
  LINES_OF_AT_MOST_120(sources(), "^.{121}"),
  NO_SLEEPS_IN_TESTS(tests(), "\\bsle[e]p\\s*\\(|^\\s*sle[e]p\\s+[0-9$]"),
  NO_MACHINE_PATHS(any(), "(?<![\\w.}*])/(wor[k]|roo[t]|hom[e])/|\\b[A-Z]:\\\\Users\\\\"),
  NO_WORDS_OF_PROTOCOLS_IN_THE_CORE(core(), "(?i)x-m[q]-"),
  NO_BROKEN_LINKS(endingWith("md"), "\\[[^\\]]*]\\(([^)#\\s]+)[^)]*\\)") {
    /** Without what stands in fences: a lambda of C++ looks like a link. */
    @Override
    Stream<Finding> findings(Path root, Path file, List<String> lines) {
      boolean isCode = false;
      List<String> prose = new ArrayList<>(lines.size());
      for (String line : lines) {
        boolean isFence = line.strip().startsWith(FENCE);
        isCode ^= isFence;
        prose.add(isCode || isFence ? "" : line);
      }
      return super.findings(root, file, prose);
    }

    @Override
    boolean isBad(Path root, Path file, MatchResult link) {
      String target = link.group(1);
      return !target.contains(":")
          && !Files.exists(root.resolve(file).resolveSibling(target).normalize());
    }
  };

  private static final String FENCE = "```";

  /** Where a rule is broken. */
  record Finding(Tidy rule, Path file, int line, String text) {
    @Override
    public String toString() {
      return "%s:%d: %s: %s".formatted(file, line, rule, text.strip());
    }
  }

  private final Predicate<Path> appliesTo;
  private final Pattern pattern;

  Tidy(Predicate<Path> appliesTo, String pattern) {
    this.appliesTo = appliesTo;
    this.pattern = Pattern.compile(pattern);
  }

  /** Checks a file by every rule. */
  static List<Finding> check(Path root, Path file) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve(file));
    return Stream.of(values()).flatMap(rule -> rule.findings(root, file, lines)).toList();
  }

  Stream<Finding> findings(Path root, Path file, List<String> lines) {
    if (!appliesTo.test(file)) {
      return Stream.empty();
    }
    return Stream.iterate(0, line -> line < lines.size(), line -> line + 1)
        .filter(
            line ->
                pattern
                    .matcher(lines.get(line))
                    .results()
                    .anyMatch(match -> isBad(root, file, match)))
        .map(line -> new Finding(this, file, line + 1, lines.get(line)));
  }

  /** Whether a match is bad; a rule that needs more than a pattern to know says so. */
  boolean isBad(Path root, Path file, MatchResult match) {
    return true;
  }

  private static Predicate<Path> any() {
    return file -> true;
  }

  private static Predicate<Path> sources() {
    return endingWith("java|proto|c|h|cc|cpp|hpp|cs|py|sh|cmake")
        .or(file -> file.getFileName().toString().matches("dev|run|CMakeLists.txt"));
  }

  private static Predicate<Path> tests() {
    return file -> file.startsWith("tests") || file.toString().contains("src/test/");
  }

  private static Predicate<Path> core() {
    return file -> file.toString().contains("src/main/java/io/openons/broker/core/");
  }

  private static Predicate<Path> endingWith(String extensions) {
    return file -> file.toString().matches(".*\\.(" + extensions + ")");
  }
}
