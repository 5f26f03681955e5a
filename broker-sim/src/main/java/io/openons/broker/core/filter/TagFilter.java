package io.openons.broker.core.filter;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.filter.sql.Condition;
import io.openons.broker.core.message.Message;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Wants messages by their tag: {@code *} or nothing for all, {@code A}, {@code A || B}. A star is
 * no wildcard inside a tag.
 */
public final class TagFilter implements Filter {
  /** Longest expression, in characters. Ours, and that of SQL conditions. */
  public static final int MAX_LENGTH = Condition.MAX_LENGTH;

  /** The expression of all messages. */
  public static final String ALL = "*";

  private final Set<String> tags;
  private final Set<Integer> hashes;

  private TagFilter(Set<String> tags) {
    this.tags = tags;
    this.hashes = tags.stream().map(String::hashCode).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads an expression.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_FILTER}, naming the place of the fault
   */
  public static TagFilter parse(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw new BrokerException(
          Reason.ILLEGAL_FILTER,
          "filter '%s' has %d characters; at most %d are allowed"
              .formatted(Texts.shorten(expression), expression.length(), MAX_LENGTH));
    }
    Set<String> tags = new TreeSet<>();
    if (!expression.isBlank() && !expression.strip().equals(ALL)) {
      int at = 0;
      for (String part : expression.split("\\|\\|", -1)) {
        String tag = part.strip();
        if (tag.isEmpty() || tag.indexOf('|') >= 0 || Texts.hasControlCharacter(tag)) {
          throw new BrokerException(
              Reason.ILLEGAL_FILTER,
              "filter '%s' has no tag at character %d; write it like TagA || TagB"
                  .formatted(Texts.shorten(expression), at + 1));
        }
        tags.add(tag);
        at += part.length() + 2;
      }
    }
    return new TagFilter(tags);
  }

  @Override
  public boolean mayMatch(int tagHash) {
    return tags.isEmpty() || hashes.contains(tagHash);
  }

  @Override
  public String expression() {
    return tags.isEmpty() ? ALL : String.join(" || ", tags);
  }

  @Override
  public boolean matches(Message message) {
    return tags.isEmpty() || message.tag() != null && tags.contains(message.tag());
  }
}
