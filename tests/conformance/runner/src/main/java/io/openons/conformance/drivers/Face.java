package io.openons.conformance.drivers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An API of a language, and the program that drives it: a line of data in {@code
 * drivers/drivers.yaml}.
 *
 * @param face its name, such as java or cpp-classic
 * @param language what it is written in; a language's first face is the one that meets others
 * @param command the program with its arguments, in which {@code {root}} and others of {@link
 *     Places} are filled in
 * @param environment more environment variables, likewise
 */
public record Face(
    String face, String language, List<String> command, Map<String, String> environment) {

  public Face {
    command = List.copyOf(command);
    environment = environment == null ? Map.of() : environment;
  }

  public static List<Face> readAll(Path file) {
    try {
      return JsonMapper.builder(new YAMLFactory())
          .build()
          .readValue(file.toFile(), new TypeReference<List<Face>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is the one of its language that is run in pairs with other languages. */
  public boolean meetsOthers() {
    return face.equals(language);
  }

  ProcessBuilder process(Places places) {
    ProcessBuilder process =
        new ProcessBuilder(command.stream().map(places::fill).collect(Collectors.toList()));
    environment.forEach((name, value) -> process.environment().put(name, places.fill(value)));
    return process;
  }

  @Override
  public String toString() {
    return face;
  }
}
