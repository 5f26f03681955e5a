package io.openons.javas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Stands for methods that came after Java 8, in the tests of the client. */
public final class Later {
  private Later() {}

  public static String repeat(String text, int times) {
    StringBuilder repeated = new StringBuilder();
    for (int i = 0; i < times; i++) {
      repeated.append(text);
    }
    return repeated.toString();
  }

  public static Stream<String> lines(String text) {
    String[] lines = text.split("\r\n|\r|\n", -1);
    int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    return Stream.of(lines).limit(count);
  }

  public static String formatted(String format, Object... arguments) {
    return String.format(format, arguments);
  }

  public static Path writeString(Path file, CharSequence text, OpenOption... options)
      throws IOException {
    return Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8), options);
  }

  public static String readString(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  public static <T> T orElseThrow(Optional<T> optional) {
    return optional.get();
  }

  public static <K, V> Map.Entry<K, V> entry(K key, V value) {
    return new AbstractMap.SimpleImmutableEntry<>(key, value);
  }

  public static long toSeconds(Duration duration) {
    return duration.getSeconds();
  }
}
