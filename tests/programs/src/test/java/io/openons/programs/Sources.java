package io.openons.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles the programs of a folder. */
final class Sources {
  private Sources() {}

  /**
   * Compiles a folder, and fails with the compiler's words.
   *
   * @param release the language level, of the sources and of the library
   * @param classPath all that the programs may use
   * @return the folder of the classes
   */
  static Path compile(Path folder, int release, List<Path> classPath, Path target)
      throws IOException {
    Path classes = Files.createDirectories(target);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release", "" + release, "-Xlint:-options", "-proc:none"));
    arguments.addAll(List.of("-cp", joined(classPath), "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, words, words, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new AssertionError(
          folder + " does not compile at release " + release + ":\n" + words.toString(UTF_8));
    }
    return classes;
  }

  static String joined(List<Path> classPath) {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }
}
