package io.openons.client.java8;

/** {@link String#strip} and {@link String#isBlank}. */
public final class Strings {
  private Strings() {}

  public static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && Character.isWhitespace(text.codePointAt(begin))) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    while (end > begin && Character.isWhitespace(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(begin, end);
  }

  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(Character::isWhitespace);
  }
}
