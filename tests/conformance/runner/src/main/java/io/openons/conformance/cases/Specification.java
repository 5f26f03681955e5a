package io.openons.conformance.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cases as text, a file for each feature: {@code tests/conformance/spec}. */
public final class Specification {
  private static final int WIDTH = 118;

  private Specification() {}

  /** The text of each file, by its name. */
  public static Map<String, String> of(List<Feature> features) {
    Map<String, String> files = new TreeMap<>();
    features.forEach(feature -> files.put(feature.file() + ".md", text(feature)));
    return files;
  }

  /** Writes all files, and deletes those of features that are gone. */
  public static void write(Path folder, List<Feature> features) {
    Map<String, String> files = of(features);
    try (var present = Files.list(folder)) {
      for (Path file : present.toList()) {
        if (!files.containsKey(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Feature feature) {
    return """
        # %s

        <!-- Written from ../cases/%s.yaml by ./dev conformance --write; changes here are overwritten. -->

        %s"""
        .formatted(
            feature.feature(),
            feature.file(),
            feature.cases().stream().map(Specification::text).collect(Collectors.joining("\n")));
  }

  private static String text(Case one) {
    return """
        ## %s

        Covers %s.%s

        **What it shows.** %s

        **What the server needs.** %s

        **Procedure.**

        %s

        **What must hold.** %s
        """
        .formatted(
            one.name(),
            String.join(", ", one.covers()),
            one.pairs() ? " Also run with the producer and the consumer in two languages." : "",
            wrapped(one.shows(), ""),
            wrapped(needs(one), ""),
            steps(one),
            wrapped(one.holds(), ""));
  }

  private static String needs(Case one) {
    Case.Needs needs = one.needs();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        needs.topics().entrySet().stream()
            .map(topic -> "topic `%s` of type %s".formatted(topic.getKey(), topic.getValue()))
            .sorted()
            .collect(Collectors.joining(", ", "A", "."))
            .replace("Atopic", "Topic"));
    if (needs.queues() > 0) {
      sentences.add("Queues of each topic: " + needs.queues() + ".");
    }
    needs
        .groups()
        .forEach((name, group) -> sentences.add("Group `%s`%s.".formatted(name, settings(group))));
    if (needs.strict()) {
      sentences.add("A topic takes messages of its type only.");
    }
    if (needs.users()) {
      sentences.add("Users, so requests must be signed.");
    }
    if (needs.alone()) {
      sentences.add("No other case at the same time.");
    }
    sentences.add(
        needs.openons() != null
            ? "Runs on Apache RocketMQ; the OpenONS broker " + needs.openons() + "."
            : needs.apache() == null
                ? "Runs on the OpenONS broker and on Apache RocketMQ."
                : "Runs on the OpenONS broker; Apache RocketMQ " + needs.apache() + ".");
    return String.join(" ", sentences);
  }

  private static String settings(Case.Group group) {
    return (group.ordered() ? ", ordered" : "")
        + (group.attempts() > 0 ? ", " + group.attempts() + " attempts" : "")
        + (group.backoff() == null ? "" : ", back-off " + group.backoff());
  }

  private static String steps(Case one) {
    List<String> lines = new ArrayList<>();
    for (Step step : one.steps()) {
      String given =
          step.given().entrySet().stream()
              .map(field -> field.getKey() + " " + value(field.getValue()))
              .collect(Collectors.joining("; "));
      String text = "**" + step.verb() + "**" + (given.isEmpty() ? "" : ": " + given);
      lines.add(lines.size() + 1 + ". " + wrapped(text, "   "));
    }
    return String.join("\n", lines);
  }

  private static String value(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Specification::value).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> "%s = %s".formatted(entry.getKey(), value(entry.getValue())))
          .collect(Collectors.joining(", "));
    }
    return "`" + String.valueOf(value).replace("`", "'") + "`";
  }

  private static String wrapped(String text, String indent) {
    StringBuilder wrapped = new StringBuilder();
    int column = 0;
    for (String word : text.strip().split("\\s+")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        wrapped.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += word.length();
    }
    return wrapped.toString();
  }
}
