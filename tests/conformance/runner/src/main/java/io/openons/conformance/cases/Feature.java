package io.openons.conformance.cases;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A file of cases. */
public record Feature(String file, String feature, List<Case> cases) {
  private static final ObjectMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Reads all files of a folder in the order of their names. */
  public static List<Feature> readAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Feature> features =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .sorted()
              .map(Feature::read)
              .toList();
      checkNames(features);
      return features;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Feature read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".yaml", "");
      Feature read = YAML.readValue(file.toFile(), Feature.class);
      return new Feature(name, read.feature(), read.cases());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static void checkNames(List<Feature> features) {
    Set<String> names = new HashSet<>();
    features.stream()
        .flatMap(feature -> feature.cases().stream())
        .filter(one -> !names.add(one.name()))
        .forEach(
            one -> {
              throw new IllegalArgumentException("two cases are called " + one.name());
            });
  }
}
