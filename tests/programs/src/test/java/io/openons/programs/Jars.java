package io.openons.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The jars that programs get. */
final class Jars {
  static final Path CLIENT = jar("programs.client");
  static final Path COMPAT = jar("programs.compat");

  private Jars() {}

  private static Path jar(String property) {
    Path jar = Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is not there; the build makes it in package");
    }
    return jar;
  }

  /** Returns a jar of the tests' own class path. */
  static Path library(String name) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().matches(name + "-\\d.*\\.jar"))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the names, without packages, of the published clients' classes in the two jars. */
  static List<String> simpleNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path jar : List.of(CLIENT, COMPAT)) {
      try (JarFile file = new JarFile(jar.toFile())) {
        file.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith("com/aliyun/") && name.endsWith(".class"))
            .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - 6))
            .forEach(names::add);
      }
    }
    return names;
  }
}
