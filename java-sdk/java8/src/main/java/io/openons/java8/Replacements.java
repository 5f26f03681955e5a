package io.openons.java8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which static method of ours stands for a method that Java 8 lacks.
 *
 * <p>Each line of the file names the method and its replacement, for all of its overloads: {@code
 * java.util.List.of -> io.openons.client.java8.Lists.of}. The replacement of an instance method
 * takes the instance as its first argument.
 */
final class Replacements {
  private final Map<String, String> byMethod = new HashMap<>();

  /** Reads files; blank lines and those that begin with a number sign are passed over. */
  static Replacements read(List<Path> files) throws IOException {
    Replacements replacements = new Replacements();
    for (Path file : files) {
      replacements.add(file);
    }
    return replacements;
  }

  private void add(Path file) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] sides = line.split(" -> ");
      if (sides.length != 2) {
        throw new IOException(
            "%s:%d: '%s' is not of the form METHOD -> METHOD".formatted(file, number, line));
      }
      byMethod.put(internal(sides[0]), internal(sides[1]));
    }
  }

  /** Returns owner and name, with a dot between, of the replacement; null when there is none. */
  String of(String owner, String name) {
    return byMethod.get(owner + "." + name);
  }

  private static String internal(String method) {
    int dot = method.strip().lastIndexOf('.');
    return method.strip().substring(0, dot).replace('.', '/') + method.strip().substring(dot);
  }
}
