package io.openons.ctl.screen;

/** Texts of strangers, made harmless for a terminal. */
public final class Plain {
  private Plain() {}

  /** Returns a text on one line, with control characters written out. */
  public static String visible(String text) {
    StringBuilder visible = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isBad =
          Character.isISOControl(c)
              || Character.getType(c) == Character.FORMAT
              || c == '\u2028'
              || c == '\u2029';
      if (isBad && visible == null) {
        visible = new StringBuilder(text.substring(0, i));
      }
      if (visible != null) {
        visible.append(isBad ? written(c) : String.valueOf(c));
      }
    }
    return visible == null ? text : visible.toString();
  }

  private static String written(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u%04x".formatted((int) c);
    };
  }

  /** Returns a text of at most so many characters, with a mark where it was cut. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
  }
}
