package io.openons.broker.core.access;

import io.openons.broker.core.api.ResourceName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A user's rights on topics, or on groups, by patterns of full names.
 *
 * <p>A pattern is a name, a beginning of names with {@code *} after it, or {@code *} alone. The
 * most specific pattern that fits decides: the name itself, else the longest beginning. A name that
 * none fits is denied. A full name begins with its instance, if it has one: {@code instance%name}.
 *
 * <p>The dead letters of a group of an instance are of the instance, too: {@code MQ_A%*} fits
 * {@code %DLQ%MQ_A%group}.
 */
public final class Rules {
  private static final String ANY = "*";

  private record Beginning(String text, Right right) {}

  private final Map<String, Right> names;
  private final List<Beginning> longestFirst;

  /**
   * Makes rules.
   *
   * @param rightsByPattern the rights
   * @throws IllegalArgumentException when a pattern is blank, or has a {@code *} that is not its
   *     end
   */
  public Rules(Map<String, Right> rightsByPattern) {
    rightsByPattern.keySet().forEach(Rules::check);
    names =
        rightsByPattern.entrySet().stream()
            .filter(entry -> !entry.getKey().endsWith(ANY))
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> ResourceName.of("", entry.getKey()).toString(), Map.Entry::getValue));
    longestFirst =
        rightsByPattern.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(ANY))
            .map(
                entry ->
                    new Beginning(
                        entry.getKey().substring(0, entry.getKey().length() - 1), entry.getValue()))
            .sorted(Comparator.comparing((Beginning beginning) -> -beginning.text().length()))
            .toList();
  }

  private static void check(String pattern) {
    int star = pattern.indexOf(ANY);
    if (pattern.isBlank() || star >= 0 && star < pattern.length() - 1) {
      throw new IllegalArgumentException(
          "'%s' is not a pattern; write a name, a prefix and *, or * alone".formatted(pattern));
    }
  }

  /** Returns the right on a name. */
  Right on(ResourceName name) {
    String full = name.toString();
    Right exact = names.get(full);
    if (exact != null) {
      return exact;
    }
    // As if the instance stood in front of the mark of dead letters.
    String inInstance =
        name.isDeadLetters() && !name.instance().isEmpty()
            ? name.instance() + "%" + name.name()
            : full;
    return longestFirst.stream()
        .filter(
            beginning ->
                full.startsWith(beginning.text()) || inInstance.startsWith(beginning.text()))
        .findFirst()
        .map(Beginning::right)
        .orElse(Right.DENY);
  }
}
