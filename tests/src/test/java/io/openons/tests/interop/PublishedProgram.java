package io.openons.tests.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Published jars with the program that moves them; paths are seen from this module.
 *
 * @param jars folders of jars, jars, and files with class paths, separated by colons
 * @param drivers the classes of the program, its main class first
 */
record PublishedProgram(String jars, List<String> drivers) {
  private static final Path SOURCES = Path.of("src/official/java/io/openons/tests/interop");
  private static final Path LINE = Path.of("src/test/java/io/openons/tests/interop/Line.java");

  String mainClass() {
    return "io.openons.tests.interop." + drivers.get(0);
  }

  List<Path> sources() {
    return Stream.concat(
            drivers.stream().map(driver -> SOURCES.resolve(driver + ".java")), Stream.of(LINE))
        .toList();
  }

  /** Returns absolute paths, since the process has a folder of its own. */
  String classPath() throws IOException {
    List<String> parts = new ArrayList<>();
    for (String jar : jars.split(":")) {
      Path path = Path.of(jar).toAbsolutePath();
      if (Files.isDirectory(path)) {
        try (var files = Files.list(path)) {
          files.map(Path::toString).sorted().forEach(parts::add);
        }
      } else {
        parts.add(
            path.toString().endsWith(".txt") ? Files.readString(path).strip() : path.toString());
      }
    }
    return String.join(File.pathSeparator, parts);
  }
}
